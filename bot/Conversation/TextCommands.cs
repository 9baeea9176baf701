using ChatOpportunities.Bot.Capture;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Lists;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Pipeline;
using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Bot.Review;
using ChatOpportunities.Bot.Settings;
using ChatOpportunities.Bot.Tasks;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Every word we answer, on one screen.</summary>
internal sealed class TextCommands(
    CaptureActions capture,
    OpportunityActions opportunities,
    HandOverActions handOvers,
    PipelineActions pipeline,
    ReviewActions reviews,
    ReminderActions reminders,
    ListActions lists,
    TaskActions tasks,
    SettingsActions settings,
    IOptions<CompanyOptions> company)
{
    public async Task<Answer> HandleAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var command = Command.Read(text);
        if (!command.IsComplete(company.Value.OpportunityNumberPrefix) && await capture.ContinueAsync(text, turn, cancellationToken) is { } continued)
        {
            return continued;
        }

        switch (command.Name)
        {
            case CommandName.Help:
                return new Answer(GreetingCards.Help(t));
            case CommandName.Hi when command.Rest.Length == 0:
                return new Answer(GreetingCards.Hello(t, turn.Caller.Name));
            case CommandName.New:
                return await capture.OpenAsync(command.Rest, turn, cancellationToken);
            case CommandName.Mine when command.Rest.Length == 0 || ListFilter.Read(command.Rest) is not null:
                return await lists.MineAsync(ListFilter.Read(command.Rest), null, turn, cancellationToken);
            case CommandName.Mine:
                return await lists.FindAsync(command.Rest, null, null, turn, cancellationToken);
            case CommandName.Find:
                var (found, others) = await opportunities.MeantAsync(command.Rest, turn, cancellationToken);
                return found is not null && others.Length == 0 && command.Rest.Length > 0 && await opportunities.IsThereAsync(found, turn, cancellationToken)
                    ? await opportunities.ShowAsync(found, turn, cancellationToken)
                    : await lists.FindAsync(command.Rest, null, null, turn, cancellationToken);
            case CommandName.Tasks when command.Rest.Length == 0:
                return await tasks.ListAsync(null, turn, cancellationToken);
            case CommandName.Settings when command.Rest.Length == 0:
                return await settings.ShowAsync(turn, cancellationToken);
            case CommandName.Brief:
                return await reminders.BriefAsync(null, turn, cancellationToken);
            case CommandName.Remind:
                return await reminders.RemindMeAsync(command.Rest, turn, cancellationToken);
            case CommandName.Cancel when command.Rest.Length == 0 || command.IsSlashed:
                return await capture.CancelOpenAsync(turn, cancellationToken)
                    ?? new Answer(GreetingCards.NoticeWithStarts(t, t["There is nothing to cancel: no form is open."]));
            case CommandName.Undo when command.Rest.Length == 0:
                return await opportunities.UndoLastAsync(null, turn, cancellationToken);
            case CommandName.Pipeline:
                return await pipeline.SayAsync(command.Rest, turn, cancellationToken);
            case CommandName.Review:
                return await reviews.GoOnAsync(command.Rest, turn, cancellationToken);
            case CommandName.HandOver:
                return await handOvers.OpenAsync(command.Rest, turn, cancellationToken);
            case CommandName.PostWins:
                return new Answer(GreetingCards.Notice(t, t["Say that in the channel itself: mention me there and write “post wins here”."]));
            case CommandName.Show or CommandName.Move or CommandName.Assign or CommandName.Close or CommandName.Won or CommandName.Lost or CommandName.Undo:
                return await OnOneAsync(command, turn, cancellationToken);
        }

        // A number alone is an opportunity to be shown.
        var (no, rest) = await opportunities.MeantAsync(text, turn, cancellationToken);
        return no is not null && rest.Length == 0 && text.Any(char.IsDigit)
            ? await opportunities.ShowAsync(no, turn, cancellationToken)
            : new Answer(command.Name == CommandName.Hi ? GreetingCards.Hello(t, turn.Caller.Name) : GreetingCards.NotUnderstood(t));
    }

    /// <summary>
    /// What is done to one opportunity. A form may be opened on a guess; what changes something at once is done only where the words
    /// say the number and nothing else but the stage, or nothing at all ("next week call Fabrikam", "Move 3 servers to Azure").
    /// </summary>
    private async Task<Answer> OnOneAsync(Command command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (no, rest) = await opportunities.MeantAsync(command.Rest, turn, cancellationToken);
        if (no is null && ((command.Name == CommandName.Assign && IsTo(rest.Split(' ')[0])) || (command.Name == CommandName.Close && Outcome(rest) is not null)))
        {
            no = await opportunities.OnlyOpenAsync(turn, cancellationToken); // "assign to Ben", "close as won"
        }

        if (no is null)
        {
            // Which one is not clear: look for what was said, or offer the person's own.
            return command.Name == CommandName.Undo ? new Answer(GreetingCards.NotUnderstood(turn.Texts))
                : rest.Length > 0 ? await lists.FindAsync(rest, null, null, turn, cancellationToken)
                : await lists.MineAsync(null, null, turn, cancellationToken);
        }

        if (rest.Length > 0 && command.Name == CommandName.Move && await opportunities.MoveToAsync(no, rest, turn, cancellationToken) is { } moved)
        {
            return moved;
        }

        if (rest.Length > 0 && command.Name is CommandName.Move or CommandName.Undo)
        {
            var t = turn.Texts;
            return await opportunities.ShowAsync(
                no, turn, cancellationToken, refused: t["Nothing was done: I do not understand “{0}”. Choose here what you want.", CaptureActions.Short(rest)]);
        }

        return command.Name switch
        {
            CommandName.Move => await opportunities.MoveNextAsync(no, turn, cancellationToken),
            CommandName.Undo => await opportunities.UndoLastAsync(no, turn, cancellationToken),
            CommandName.Assign => await opportunities.AssigningAsync(no, WithoutTo(rest), turn, cancellationToken),
            CommandName.Close => await opportunities.ClosingAsync(no, Outcome(rest), turn, cancellationToken),
            CommandName.Won => await opportunities.ClosingAsync(no, "won", turn, cancellationToken),
            CommandName.Lost => await opportunities.ClosingAsync(no, "lost", turn, cancellationToken),
            _ => await opportunities.ShowAsync(no, turn, cancellationToken),
        };
    }

    private static string? Outcome(string rest) => Command.Read(rest.Split(' ').FirstOrDefault(w => w.Length > 2) ?? "").Name switch
    {
        CommandName.Won => "won",
        CommandName.Lost => "lost",
        _ => null,
    };

    /// <summary>"to Ben", "à Ben": the name alone.</summary>
    private static string? WithoutTo(string rest)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsTo);
        return string.Join(' ', words).TrimStart('@') is { Length: > 0 } name ? name : null;
    }

    private static bool IsTo(string word) => word.ToUpperInvariant() is "TO" or "À" or "A";
}
