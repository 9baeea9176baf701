using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Puts the channel together; the host adds its <see cref="IBot"/> (scoped) and its database context.</summary>
internal static class ChannelServices
{
    public static IServiceCollection AddChannel(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<BotOptions>().Bind(configuration.GetSection(BotOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BotOptions>>(new BotOptionsValidator(configuration, environment));
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<ServiceHosts>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<InboundAuthentication>();
        services.AddHttpClient(SigningKeys.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(Handler);

        services.AddSingleton<Pacing>();
        services.AddSingleton<ConnectorToken>();
        services.AddHttpClient(ConnectorToken.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(Handler)
            // The bodies are secrets, and the addresses are of no use.
            .RemoveAllLoggers();
        services.AddHttpClient<ConnectorClient>(client =>
            {
                client.Timeout = TimeSpan.FromSeconds(15);
                client.MaxResponseContentBufferSize = ChannelJson.MaxBodyBytes;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("ChatOpportunities");
            })
            .ConfigurePrimaryHttpMessageHandler(Handler)
            // The addresses hold the ids of people's conversations, and a line per message is noise.
            .RemoveAllLoggers();

        services.AddSingleton<ConversationOrder>();
        services.AddSingleton<SentMarks>();
        services.AddScoped<TurnRunner>();
        return services;

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
