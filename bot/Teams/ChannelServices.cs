using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Puts the channel together; the host adds its <see cref="IBot"/> (scoped) and its database context.</summary>
internal static class ChannelServices
{
    public static IServiceCollection AddChannel(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<BotOptions>().Bind(configuration.GetSection(BotOptions.Section))
            .Validate(bot => bot.SendingHosts is >= 1 and <= 8, "Bot:SendingHosts must be from 1 to 8.").ValidateOnStart();
        services.AddSingleton<IValidateOptions<BotOptions>>(new BotOptionsValidator(configuration, environment));
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<ServiceHosts>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<TeamsAuthentication>();
        services.AddSingleton<BotFrameworkAuthentication>(provider => provider.GetRequiredService<TeamsAuthentication>());
        services.AddScoped<IBotFrameworkHttpAdapter, TeamsAdapter>();
        services.AddMiddleware();
        services.AddConnector();
        return services;
    }

    /// <summary>For hosts that reach the channel: sends what a process that died or was stopped has left in the outbox.</summary>
    public static IServiceCollection AddOutboxRecovery(this IServiceCollection services) => services.AddHostedService<OutboxRecovery>();

    /// <summary>
    /// From the outside in. What a feature or a package adds by <c>AddScoped&lt;IMiddleware, …&gt;()</c> comes after these, and before the
    /// ledger.
    /// </summary>
    private static void AddMiddleware(this IServiceCollection services)
    {
        services.AddSingleton<IMiddleware, CultureMiddleware>();
        services.AddScoped<IMiddleware, TelemetryMiddleware>();
        services.AddScoped<IMiddleware, OrderMiddleware>();
        services.AddScoped<IMiddleware, OutboxMiddleware>();
        services.AddScoped<IMiddleware, TypingMiddleware>();
        services.AddScoped<TurnLedger>();
        services.AddScoped<TurnErrors>();
        services.AddSingleton<OutboxRows>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<ConversationOrder>();
    }

    private static void AddConnector(this IServiceCollection services)
    {
        services.AddHttpClient(SigningKeys.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(Handler)
            // Reading keys is safe to repeat, and without them nobody is heard.
            .AddResilienceHandler("keys", pipeline => pipeline
                .AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = SigningKeys.MaxRetries,
                    Delay = TimeSpan.FromMilliseconds(200),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                })
                .AddTimeout(TimeSpan.FromSeconds(3)));

        services.AddSingleton<Pacing>();
        services.AddSingleton<ConnectorToken>();
        services.AddHttpClient(ConnectorToken.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(Handler)
            // The bodies are secrets, and the addresses are of no use.
            .RemoveAllLoggers();
        // One for the process: making clients took a quarter of a turn's time. The handler renews its connections by itself.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TeamsConnector>(
            provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient(TeamsConnector.HttpClientName)));
        services.AddHttpClient(TeamsConnector.HttpClientName, Connector)
            .ConfigurePrimaryHttpMessageHandler(Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The addresses hold the ids of people's conversations, and a line per message is noise.
            .RemoveAllLoggers();

        services.AddSingleton<ConnectorClients>();
        services.AddTransient<ConnectorGuard>();
        services.AddHttpClient(ConnectorClients.HttpClientName, Connector)
            .AddHttpMessageHandler<ConnectorGuard>()
            .ConfigurePrimaryHttpMessageHandler(Handler)
            .RemoveAllLoggers();

        static void Connector(HttpClient client)
        {
            client.Timeout = TimeSpan.FromSeconds(15);
            client.MaxResponseContentBufferSize = ActivityReader.MaxBodyBytes;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("ChatOpportunities");
        }

        // A redirect would carry the token to a host nobody allowed.
        static SocketsHttpHandler Handler(IServiceProvider provider) => new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseProxy = !provider.GetRequiredService<IOptions<BotOptions>>().Value.IsAnonymous,
        };
    }
}
