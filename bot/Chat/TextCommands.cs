using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Reminders;

namespace ChatOpportunities.Bot.Chat;

/// <summary>Every word we answer, on one screen.</summary>
internal sealed class TextCommands(CaptureActions capture, OpportunityActions opportunities, ReminderActions reminders)
{
    public async Task<Answer> HandleAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var command = Command.Read(text);
        switch (command.Name)
        {
            case CommandName.Help:
                return new Answer(GreetingCards.Help(t));
            case CommandName.Hi when command.Rest.Length == 0:
                return new Answer(GreetingCards.Hello(t, turn.Caller.Name));
            case CommandName.New:
                return await capture.OpenAsync(command.Rest, turn, cancellationToken);
            case CommandName.Mine:
                return await opportunities.MineAsync(null, turn, cancellationToken);
            case CommandName.Find:
                return await opportunities.FindAsync(command.Rest, null, turn, cancellationToken);
            case CommandName.Brief:
                return await reminders.BriefAsync(null, turn, cancellationToken);
            case CommandName.Remind:
                return await reminders.RemindMeAsync(command.Rest, turn, cancellationToken);
            case CommandName.Cancel:
                return await capture.CancelOpenAsync(turn, cancellationToken)
                    ?? new Answer(GreetingCards.NoticeWithStarts(t, t["There is nothing to cancel: no form is open."]));
            case CommandName.Show or CommandName.Move or CommandName.Assign or CommandName.Close or CommandName.Won or CommandName.Lost:
                return await OnOneAsync(command, turn, cancellationToken);
        }

        if (await capture.ContinueAsync(text, turn, cancellationToken) is { } continued)
        {
            return continued;
        }

        // A number alone is an opportunity to be shown.
        var (no, rest) = await opportunities.MeantAsync(text, turn, cancellationToken);
        return no is not null && rest.Length == 0 && text.Any(char.IsDigit)
            ? await opportunities.ShowAsync(no, turn, cancellationToken)
            : new Answer(command.Name == CommandName.Hi ? GreetingCards.Hello(t, turn.Caller.Name) : GreetingCards.NotUnderstood(t));
    }

    private async Task<Answer> OnOneAsync(Command command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var (no, rest) = await opportunities.MeantAsync(command.Rest, turn, cancellationToken);
        if (no is null)
        {
            // Which one is not clear: look for what was said, or offer the person's own.
            return rest.Length > 0
                ? await opportunities.FindAsync(rest, null, turn, cancellationToken)
                : await opportunities.MineAsync(null, turn, cancellationToken);
        }

        return command.Name switch
        {
            CommandName.Move => await opportunities.MoveNextAsync(no, turn, cancellationToken),
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
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(w => w.ToUpperInvariant() is "TO" or "À" or "A");
        return string.Join(' ', words).TrimStart('@') is { Length: > 0 } name ? name : null;
    }
}
