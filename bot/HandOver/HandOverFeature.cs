using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.HandOver;

/// <summary>The buttons and words of handing over, and of what was given.</summary>
internal static class HandOverFeature
{
    public static IServiceCollection AddHandOver(this IServiceCollection services)
    {
        services.AddPress<ChooseHandOverCommand, HandOverHandler>("handover.open", ChooseHandOverCommand.Open);
        services.AddPress<ChooseHandOverCommand, HandOverHandler>("handover.choose", ChooseHandOverCommand.Of);
        services.AddPress<HandOverCommand, HandOverHandler>("handover.give", HandOverCommand.Of);
        services.AddPress<UndoHandOverCommand, HandOverHandler>("handover.undo", UndoHandOverCommand.Of);
        services.AddWord<HandOverHandler>(CommandName.HandOver);

        services.AddPress<AcceptCommand, OfferHandler>(AcceptCommand.VerbName, AcceptCommand.Of);
        services.AddPress<OpenDeclineCommand, OfferHandler>("handover.declining", OpenDeclineCommand.Of);
        services.AddPress<DeclineCommand, OfferHandler>(DeclineCommand.VerbName, DeclineCommand.Of);
        return services;
    }
}
