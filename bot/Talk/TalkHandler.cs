using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Talk;

/// <summary>A button that says a sentence, as if it had been typed.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="No">The opportunity that was chosen for it, where several had fitted; null otherwise.</param>
/// <param name="From">Place of the first row of a list, from 0.</param>
internal sealed record SayCommand(string Text, string? No, long? From)
{
    public const string VerbName = "talk.say";

    public static SayCommand Of(Press press) => new(press.Button.Text ?? "", press.Button.No, press.Button.Before);
}

/// <summary>Answers what is read from a sentence, and leaves everything else to whoever knows its first word.</summary>
internal sealed class TalkHandler(
    OpportunitiesContext db, Choices choices, TextRouter texts, MeantByWords meant, QuestionAnswers questions, EditAnswers edits,
    OpportunityAnswers answers, IOptions<CompanyOptions> company)
    : IHandler<SayCommand>, IWordHandler
{
    public async Task<Answer> HandleAsync(SayCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (command.No is null && command.From is null)
        {
            return await texts.HandleAsync(TextCommand.Read(command.Text), turn, cancellationToken, isTyped: true);
        }

        var read = await ReadAsync(command.Text, turn, cancellationToken);
        return read is null ? new Answer(GreetingCards.NotUnderstood(turn.Texts))
            : await AnswerAsync(read, command.Text, command.No, command.From ?? 0, turn, cancellationToken)
                ?? new Answer(GreetingCards.NotUnderstood(turn.Texts));
    }

    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken) =>
        MayBeTalk(said) && await ReadAsync(said.Text, turn, cancellationToken) is { } read && IsFor(read, said.Said)
            ? await AnswerAsync(read, said.Text, null, 0, turn, cancellationToken)
            : null;

    /// <summary>
    /// What begins with a command's word and goes on as that command does is none: "move 4 to Proposal" is no sentence for us, "move it to
    /// Proposal" is one.
    /// </summary>
    private bool MayBeTalk(TextCommand said) => said.Text.Length <= TalkReader.MostCharacters && !said.IsSlashed && said.Said switch
    {
        CommandName.Settings or CommandName.HandOver or CommandName.PostWins or CommandName.Review or CommandName.Help => false,
        CommandName.New => TalkReader.MaySelect(said.Rest),
        CommandName.Find => said.Rest.Contains(' ', StringComparison.Ordinal),
        CommandName.Won or CommandName.Lost or CommandName.Close =>
            said.Rest.Length > 0 && !said.Names(company.Value.OpportunityNumberPrefix),
        CommandName.Move or CommandName.Assign or CommandName.Show or CommandName.Undo or CommandName.Remind =>
            said.Rest.Length > 0 && !char.IsAsciiDigit(said.Rest.TrimStart('#')[..1].FirstOrDefault())
            && !said.Rest.StartsWith(company.Value.OpportunityNumberPrefix, StringComparison.OrdinalIgnoreCase),
        CommandName.Mine => said.Rest.Length > 0 && ListFilter.Read(said.Rest) is null,
        CommandName.Pipeline or CommandName.Brief or CommandName.Tasks or CommandName.Cancel or CommandName.Hi => said.Rest.Length > 0,
        _ => true,
    };

    /// <summary>
    /// "New business that closes in May" asks; all else that begins with "new" is a sale, and what is to be found is looked for.
    /// </summary>
    private static bool IsFor(Utterance read, CommandName said) => said switch
    {
        CommandName.New => read is AskMany,
        CommandName.Find => read is Command { Name: CommandName.Find },
        _ => true,
    };

    private async Task<Utterance?> ReadAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var names = await choices.SpokenNamesAsync(cancellationToken);
        var context = new TalkContext(
            turn.Caller.Today, t.Culture, company.Value.OpportunityNumberPrefix, names.People, turn.Caller.SalespersonId, names.Stages)
        {
            Cycles = names.Cycles,
            Strangers = turn.Strangers,
        };
        var asked = (await ShownThings.FindAsync(db, turn, cancellationToken)).Asked;
        return TalkReader.Read(text, asked is null ? context : context with { Asked = TalkReader.Read(asked, context) });
    }

    private async Task<Answer?> AnswerAsync(
        Utterance read, string text, string? no, long from, ChatTurn turn, CancellationToken cancellationToken)
    {
        switch (read)
        {
            case Courtesy courtesy:
                return new Answer(TalkCards.Courtesy(turn.Texts, courtesy.Kind, turn.Caller.Name)) { IsAside = true };
            case AskMany { Topic: ManyTopic.NeedsMe, About: { People.Count: 0, Whose: null or Whose.Mine } }:
                return await texts.HandleAsync(new TextCommand(CommandName.Brief, ""), turn, cancellationToken);
            case Command { Name: CommandName.Find or CommandName.Help or CommandName.Undo, Which.Kind: ReferenceKind.Unsaid } command:
                return await texts.HandleAsync(new TextCommand(command.Name, command.Rest), turn, cancellationToken);
            case AskMany many:
                return await questions.ManyAsync(many, text, from, turn, cancellationToken);
        }

        var which = WhichOf(read);
        var found = no is null ? await meant.FindAsync(which, turn, cancellationToken) : new Meant(no);
        if (found.No is not { } chosen)
        {
            // A title that only looks like a sentence is nobody's question: whoever else knows the words may have them.
            return found.Candidates.Count == 0 && which.Kind == ReferenceKind.Words ? null
                : new Answer(TalkCards.Which(turn.Texts, found, text)) { Rows = [.. found.Candidates.Select(c => c.Code)] };
        }

        return read switch
        {
            AskOne one => await questions.OneAsync(await FactAsync(one, turn, cancellationToken), chosen, text, turn, cancellationToken),
            Command { Name: CommandName.Show } => await answers.ShowAsync(chosen, turn, cancellationToken),
            Command command => await texts.HandleAsync(
                new TextCommand(command.Name, $"{chosen} {command.Rest}".TrimEnd()), turn, cancellationToken),
            _ => await edits.AnswerAsync(read, chosen, turn, cancellationToken),
        };
    }

    /// <summary>"And the second one?" asks what was asked before.</summary>
    private async Task<Fact> FactAsync(AskOne one, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (one.Fact != Fact.Same || (await ShownThings.FindAsync(db, turn, cancellationToken)).Asked is not { } asked)
        {
            return one.Fact;
        }

        return await ReadAsync(asked, turn, cancellationToken) is AskOne before ? before.Fact : one.Fact;
    }

    private static Reference WhichOf(Utterance read) => read switch
    {
        AskOne one => one.Which,
        Edit edit => edit.Which,
        TakeNote note => note.Which,
        PlanTask task => task.Which,
        Reopening reopening => reopening.Which,
        End end => end.Which,
        Command command => command.Which,
        _ => Reference.Unsaid,
    };
}
