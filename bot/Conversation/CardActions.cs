using ChatOpportunities.Bot.Capture;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Lists;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Pipeline;
using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Bot.Review;
using ChatOpportunities.Bot.Settings;
using ChatOpportunities.Bot.Tasks;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Every button we answer, on one screen.</summary>
internal sealed class CardActions(
    CaptureActions capture,
    OpportunityActions opportunities,
    FormActions forms,
    HandOverActions handOvers,
    PipelineActions pipeline,
    ReviewActions reviews,
    ListActions lists,
    TaskActions tasks,
    SettingsActions settings,
    ReminderActions reminders)
{
    public async Task<Answer> HandleAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken) =>
        // What is done from a row of a brief leads back to the brief.
        await reminders.WithinAsync(submit, turn, () => OfVerbAsync(submit, turn, cancellationToken), cancellationToken);

    private Task<Answer> OfVerbAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var button = submit.Button;
        return submit.Verb switch
        {
            "help" => Task.FromResult(new Answer(GreetingCards.Help(turn.Texts))),
            "capture.open" => capture.OpenAsync(button.Text ?? "", turn, cancellationToken),
            "capture.message" => capture.OpenFromMessageAsync(submit, turn, cancellationToken),
            "capture.attach" => capture.AttachAsync(submit, turn, cancellationToken),
            "capture.save" => capture.SaveAsync(submit, turn, cancellationToken),
            "capture.cancel" => capture.CancelAsync(submit, turn, cancellationToken),
            "list.mine" => lists.MineAsync(submit.Text("filter") ?? button.Action, button.Before, turn, cancellationToken),
            "list.find" => lists.FindAsync(button.Text ?? "", submit.Text("filter") ?? button.Action, button.Before, turn, cancellationToken),
            "list.tasks" => tasks.ListAsync(button.Before, turn, cancellationToken),
            "task.complete" => tasks.CompleteAsync(submit, turn, cancellationToken),
            "task.later" => tasks.LaterAsync(submit, turn, cancellationToken),
            "task.postpone" => tasks.PostponeAsync(submit, turn, cancellationToken),
            "settings.open" => settings.ShowAsync(turn, cancellationToken),
            "settings.save" => settings.SaveAsync(submit, turn, cancellationToken),
            "opportunity.show" => opportunities.ShowAsync(button.No, turn, cancellationToken),
            "opportunity.view" => opportunities.ShowAsync(button.No, turn, cancellationToken),
            "opportunity.undo" => opportunities.UndoAsync(submit, turn, cancellationToken),
            "opportunity.targets" or "opportunity.stepping" or "opportunity.quoting" or "opportunity.reopening" or "task.adding" or "handover.declining" =>
                forms.OpenAsync(submit, turn, cancellationToken),
            "opportunity.target" => forms.TargetAsync(submit, turn, cancellationToken),
            "opportunity.step" => forms.StepAsync(submit, turn, cancellationToken),
            "opportunity.quote" => forms.QuoteAsync(submit, turn, cancellationToken),
            "opportunity.reopen" => forms.ReopenAsync(submit, turn, cancellationToken),
            "opportunity.tasks" => forms.TasksAsync(button.No, turn, cancellationToken),
            "task.add" => forms.AddTaskAsync(submit, turn, cancellationToken),
            "task.done" => forms.DoneAsync(submit, turn, cancellationToken),
            "handover.accept" => forms.AcceptAsync(submit, turn, cancellationToken),
            "handover.decline" => forms.DeclineAsync(submit, turn, cancellationToken),
            "handover.open" => handOvers.OpenAsync("", turn, cancellationToken),
            "handover.choose" => handOvers.ChooseAsync(submit, turn, cancellationToken),
            "handover.give" => handOvers.GiveAsync(submit, turn, cancellationToken),
            "handover.undo" => handOvers.UndoAsync(submit, turn, cancellationToken),
            "pipeline.show" => pipeline.TurnAsync(submit, turn, cancellationToken),
            "review.new" => reviews.StartAsync("", turn, cancellationToken),
            "review.at" => reviews.AtAsync(button.Place, turn, cancellationToken),
            "review.end" => reviews.EndAsync(turn, cancellationToken),
            "opportunity.more" => opportunities.MoreAsync(button.No, turn, cancellationToken),
            "opportunity.moving" => opportunities.MovingAsync(button.No, button.Action, turn, cancellationToken),
            "opportunity.move" => opportunities.MoveAsync(submit, turn, cancellationToken),
            "opportunity.assigning" => opportunities.AssigningAsync(button.No, null, turn, cancellationToken),
            "opportunity.assign" => opportunities.AssignAsync(submit, turn, cancellationToken),
            "opportunity.closing" => opportunities.ClosingAsync(button.No, button.Action, turn, cancellationToken),
            "opportunity.close" => opportunities.CloseAsync(submit, turn, cancellationToken),
            "reminder.brief" => reminders.BriefAsync(button.Message, turn, cancellationToken, isShown: true),
            "reminder.row" => reminders.RowAsync(submit, turn, cancellationToken),
            "reminder.nextstep" => reminders.NextStepAsync(submit, turn, cancellationToken),
            "reminder.taskdone" => reminders.TaskDoneAsync(submit, turn, cancellationToken),
            "reminder.notmine" => reminders.NotMineAsync(submit, turn, cancellationToken),
            "reminder.later" => reminders.LaterAsync(submit, turn, cancellationToken),
            "reminder.snooze" => reminders.SnoozeAsync(submit, turn, cancellationToken),
            _ => Task.FromResult(new Answer(GreetingCards.NotUnderstood(turn.Texts))), // an old card must never end in silence
        };
    }
}
