using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>
/// One act of a kind on one version of an opportunity is done once: a second press, or one repeated after a lost answer, shows the
/// present state.
/// </summary>
internal sealed class Once(OpportunitiesContext db, OpportunityAnswers answers)
{
    private static readonly Stored<DoneAct> Done = new("done", DoneJson.Default.DoneAct, TimeSpan.FromDays(2));

    /// <summary>What is answered instead of acting: the present state when it was done before. Null when it is still to be done.</summary>
    public async Task<Answer?> RepeatedAsync(OpportunityCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        command.Version is null ? new Answer(GreetingCards.NotUnderstood(turn.Texts))
        : await Done.ExistsAsync(db, KeyOf(command, turn), turn.Caller.Now, cancellationToken)
            ? await answers.ShowAsync(command.No, turn, cancellationToken)
        : null;

    /// <summary>Remembers with the act, in its transaction, that it was done.</summary>
    public void Remember(OpportunityCommand command, ChatTurn turn) =>
        Done.Add(db, KeyOf(command, turn), new DoneAct(), turn.Caller.Now);

    private static StoredKey KeyOf(OpportunityCommand command, ChatTurn turn) => new(turn.Caller.SalespersonId, command.OnceKey);
}

/// <summary>That something was done; what came of it stands with the opportunity.</summary>
internal sealed record DoneAct;

[JsonSerializable(typeof(DoneAct))]
internal sealed partial class DoneJson : JsonSerializerContext;
