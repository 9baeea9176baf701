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

    /// <param name="command">What is asked.</param>
    /// <param name="turn">Who asks.</param>
    /// <param name="act">Does it; says what is answered, and whether it was done or only asked about.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> DoAsync(
        OpportunityCommand command, ChatTurn turn, Func<Task<(Answer Answer, bool IsDone)>> act, CancellationToken cancellationToken)
    {
        if (command.Version is null)
        {
            return new Answer(GreetingCards.NotUnderstood(turn.Texts));
        }

        var (key, now) = (new StoredKey(turn.Caller.SalespersonId, command.OnceKey), turn.Caller.Now);
        if (await Done.ExistsAsync(db, key, now, cancellationToken))
        {
            return await answers.ShowAsync(command.No, turn, cancellationToken);
        }

        var (answer, isDone) = await act();
        if (isDone)
        {
            Done.Add(db, key, new DoneAct(), now);
        }

        return answer;
    }
}

/// <summary>That something was done; what came of it stands with the opportunity.</summary>
internal sealed record DoneAct;

[JsonSerializable(typeof(DoneAct))]
internal sealed partial class DoneJson : JsonSerializerContext;
