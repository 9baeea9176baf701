using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Settings;

/// <summary>The buttons and the word of a person's own settings.</summary>
internal static class SettingsFeature
{
    public static IServiceCollection AddSettings(this IServiceCollection services)
    {
        services.AddPress<OpenSettingsCommand, SettingsHandler>("settings.open", OpenSettingsCommand.Of);
        services.AddPress<SaveSettingsCommand, SettingsHandler>("settings.save", SaveSettingsCommand.Of);
        services.AddWord<SettingsHandler>(CommandName.Settings);
        return services;
    }
}
