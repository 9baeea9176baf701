using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Lists;

/// <summary>The buttons and words of lists and searches.</summary>
internal static class ListFeature
{
    public static IServiceCollection AddLists(this IServiceCollection services)
    {
        services.AddPress<ListMineCommand, ListHandler>("list.mine", ListMineCommand.Of);
        services.AddPress<FindCommand, ListHandler>("list.find", FindCommand.Of);
        services.AddWord<ListHandler>(CommandName.Mine, CommandName.Find);
        return services;
    }
}
