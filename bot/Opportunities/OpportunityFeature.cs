using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>The buttons and words about one opportunity, and who answers them.</summary>
internal static class OpportunityFeature
{
    public static IServiceCollection AddOpportunities(this IServiceCollection services)
    {
        services.AddScoped<OpportunityAnswers>();
        services.AddScoped<OpportunityForms>();
        services.AddScoped<MeantOpportunity>();
        services.AddScoped<Once>();

        services.AddPress<ShowCommand, ShowHandler>("opportunity.show", ShowCommand.Of);
        services.AddPress<ShowCommand, ShowHandler>(RefreshVerbs.View, ShowCommand.Of); // the refresh of a card that is being looked at
        services.AddPress<MoreCommand, ShowHandler>("opportunity.more", MoreCommand.Of);
        services.AddWord<ShowHandler>(CommandName.Show, CommandName.Unknown);

        services.AddPress<OpenMoveCommand, MoveHandler>("opportunity.moving", OpenMoveCommand.Of);
        services.AddPress<MoveCommand, MoveHandler>(MoveCommand.VerbName, MoveCommand.Of);
        services.AddPress<ChooseStageCommand, MoveHandler>("opportunity.targets", ChooseStageCommand.Open);
        services.AddPress<ChooseStageCommand, MoveHandler>("opportunity.target", ChooseStageCommand.Chosen);
        services.AddWord<MoveHandler>(CommandName.Move);

        services.AddPress<OpenAssignCommand, AssignHandler>("opportunity.assigning", OpenAssignCommand.Of);
        services.AddPress<AssignCommand, AssignHandler>(AssignCommand.VerbName, AssignCommand.Of);
        services.AddWord<AssignHandler>(CommandName.Assign);

        services.AddPress<OpenCloseCommand, CloseHandler>("opportunity.closing", OpenCloseCommand.Of);
        services.AddPress<CloseCommand, CloseHandler>(CloseCommand.VerbName, CloseCommand.Of);
        services.AddWord<CloseHandler>(CommandName.Close, CommandName.Won, CommandName.Lost);

        services.AddPress<OpenNextStepCommand, NextStepHandler>("opportunity.stepping", OpenNextStepCommand.Of);
        services.AddPress<NextStepCommand, NextStepHandler>(NextStepCommand.VerbName, NextStepCommand.Of);
        services.AddPress<OpenQuoteCommand, QuoteHandler>("opportunity.quoting", OpenQuoteCommand.Of);
        services.AddPress<QuoteCommand, QuoteHandler>(QuoteCommand.VerbName, QuoteCommand.Of);
        services.AddPress<OpenReopenCommand, ReopenHandler>("opportunity.reopening", OpenReopenCommand.Of);
        services.AddPress<ReopenCommand, ReopenHandler>(ReopenCommand.VerbName, ReopenCommand.Of);

        services.AddPress<UndoCommand, UndoHandler>(UndoCommand.VerbName, UndoCommand.Of);
        services.AddWord<UndoHandler>(CommandName.Undo);
        return services;
    }
}
