using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>Reads the settings that are not a feature's own; a wrong one stops the start with a sentence that names it.</summary>
internal static class HostSettings
{
    public static IServiceCollection AddCompanySettings(this IServiceCollection services, IConfiguration configuration)
    {
        // Without ErrorOnUnknownConfiguration the binder drops a holiday it cannot read, and nobody is told.
        services.AddOptions<CompanyOptions>()
            .Bind(configuration.GetSection(CompanyOptions.Section), o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddOptions<RemindersOptions>()
            .Bind(configuration.GetSection(RemindersOptions.Section), o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddOptions<TeamsAppOptions>()
            .Bind(configuration.GetSection(TeamsAppOptions.Section), o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services.AddOptions<RetentionOptions>()
            .Bind(configuration.GetSection(RetentionOptions.Section), o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddOptions<WebhookOptions>()
            .Bind(configuration.GetSection(WebhookOptions.Section), o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        return services;
    }

    /// <exception cref="InvalidOperationException">The provider is not known, or has no connection string that can be read.</exception>
    public static DatabaseOptions Database(IConfiguration configuration)
    {
        var named = configuration["Database:Provider"];
        var connection = configuration.GetConnectionString("Opportunities");
        var options = new DatabaseOptions();
        if (!string.IsNullOrWhiteSpace(named))
        {
            if (!Enum.TryParse<DatabaseProvider>(named, ignoreCase: true, out var provider) || !Enum.IsDefined(provider))
            {
                throw new InvalidOperationException(
                    $"Database:Provider is '{named}'; it takes one of {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");
            }

            options.Provider = provider;
        }

        if (!string.IsNullOrWhiteSpace(connection))
        {
            options.ConnectionString = connection;
        }
        else if (options.Provider != DatabaseProvider.Sqlite)
        {
            throw new InvalidOperationException($"ConnectionStrings:Opportunities is needed with Database:Provider {options.Provider}.");
        }

        try
        {
            _ = options.Provider switch
            {
                DatabaseProvider.Sqlite =>
                    (System.Data.Common.DbConnectionStringBuilder)new SqliteConnectionStringBuilder(options.ConnectionString),
                DatabaseProvider.SqlServer => WithoutAPerson(new SqlConnectionStringBuilder(options.ConnectionString)),
                _ => new NpgsqlConnectionStringBuilder(options.ConnectionString),
            };
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new InvalidOperationException($"ConnectionStrings:Opportunities cannot be read for {options.Provider}: {wrong.Message}");
        }

        return options;
    }

    /// <summary>The other ways to sign in need a person, at a window or with a password; what they load is not published.</summary>
    private static SqlConnectionStringBuilder WithoutAPerson(SqlConnectionStringBuilder connection) =>
        connection.Authentication is SqlAuthenticationMethod.NotSpecified or SqlAuthenticationMethod.SqlPassword
            or SqlAuthenticationMethod.ActiveDirectoryManagedIdentity or SqlAuthenticationMethod.ActiveDirectoryMSI
            or SqlAuthenticationMethod.ActiveDirectoryDefault or SqlAuthenticationMethod.ActiveDirectoryServicePrincipal
            or SqlAuthenticationMethod.ActiveDirectoryWorkloadIdentity
            ? connection
            : throw new InvalidOperationException(
                $"ConnectionStrings:Opportunities signs in as a person ({connection.Authentication}); a server signs in by "
                + "a managed or workload identity, a service principal, or with a user and a password of the database.");

    /// <summary>Mails of the first admins (setting <c>Setup:Admins</c>, a list or one comma-separated value).</summary>
    public static IReadOnlyList<string> FirstAdmins(IConfiguration configuration)
    {
        var section = configuration.GetSection("Setup:Admins");
        return [.. section.GetChildren().Select(mail => mail.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(mail => mail.Length <= Salesperson.MaxEmailLength)];
    }
}
