using ChatOpportunities.Bot.Teams;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpportunities.Bot.Playground;

/// <summary>Adds the Playground in Development, unless <c>Playground:Launch</c> says no or the bot is registered with Teams.</summary>
internal static class PlaygroundServices
{
    /// <param name="people">Asked in a scope of its own once the bot has started; strangers are added when they are few.</param>
    /// <param name="announced">Told where it is and who one is there, once it answers; with nulls when it will not.</param>
    public static IServiceCollection AddPlayground(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment,
        Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<PlaygroundPerson>>> people,
        Action<IServiceProvider, string?, string?> announced)
    {
        var section = configuration.GetSection(PlaygroundOptions.Section);
        if (!environment.IsDevelopment() || !section.GetValue(nameof(PlaygroundOptions.Launch), true)
            || !string.IsNullOrEmpty(configuration[$"{BotOptions.Section}:{nameof(BotOptions.AppId)}"]))
        {
            return services;
        }

        services.AddSingleton(provider => new PlaygroundAnnouncement((address, person) => announced(provider, address, person)));

        services.AddOptions<PlaygroundOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new PlaygroundPeople(people));
        services.AddHostedService<PlaygroundService>();
        return services;
    }
}
