using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>What the small forms of an opportunity have in common: who may open one, and what saving it answers.</summary>
internal sealed class OpportunityForms(OpportunityQueries queries, OpportunityAnswers answers, Once once)
{
    /// <summary>Opens a form for whoever may change the opportunity, while it is open; or why not.</summary>
    public async Task<Answer> OpenAsync(string no, Func<Opportunity, AdaptiveCard> form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var view = await queries.FindAsync(no, turn.Caller, cancellationToken);
        return view is null ? OpportunityAnswers.NotFound(turn.Texts)
            : !view.MayChange || view.Opportunity.IsClosed
                ? await answers.ShowAsync(no, turn, cancellationToken, refused: OpportunityAnswers.WhyNot(view, turn.Texts))
            : new Answer(form(view.Opportunity));
    }

    /// <summary>Opens the form of what only a manager or an admin does to a closed opportunity.</summary>
    public async Task<Answer> OpenClosedAsync(
        string no, Func<Opportunity, AdaptiveCard> form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var view = await queries.FindAsync(no, turn.Caller, cancellationToken);
        return view is null ? OpportunityAnswers.NotFound(turn.Texts)
            : !view.MayChange || !view.Opportunity.IsClosed || !AccessPolicy.MayReopen(turn.Caller)
                ? await answers.ShowAsync(no, turn, cancellationToken, refused: Refusals.Forbidden.With().Say(turn.Texts))
            : new Answer(form(view.Opportunity));
    }

    /// <summary>Saves a form once: the opportunity's card when it is done, the form again with what is wrong beside its inputs.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="act">Does it.</param>
    /// <param name="done">What is said then.</param>
    /// <param name="form">The form with what was typed and, by input id, what is wrong.</param>
    /// <param name="inputOf">By field of a refusal: the input it is shown beside; null when it concerns the whole act.</param>
    /// <param name="turn">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> SaveAsync(
        OpportunityCommand command, Func<Task<Result<Acted>>> act, string done,
        Func<Opportunity, IReadOnlyDictionary<string, string>, AdaptiveCard> form, Func<string?, string?> inputOf, ChatTurn turn,
        CancellationToken cancellationToken)
    {
        if (await once.RepeatedAsync(command, turn, cancellationToken) is { } before)
        {
            return before;
        }

        var t = turn.Texts;
        var wrong = OpportunityAnswers.Unreadable(command.Press, t);
        if (wrong.Count == 0)
        {
            var result = await act();
            if (result is Result<Acted>.Done)
            {
                once.Remember(command, turn);
                return await answers.ShowAsync(command.No, turn, cancellationToken, done);
            }

            var refusals = ((Result<Acted>.Refused)result).Refusals;
            if (refusals.Any(r => inputOf(r.Field) is null))
            {
                return await answers.RefusedAsync(command, refusals[0], turn, cancellationToken);
            }

            wrong = refusals.GroupBy(r => inputOf(r.Field)!).ToDictionary(g => g.Key, g => g.First().Say(t));
        }

        return await queries.FindAsync(command.No, turn.Caller, cancellationToken) is { MayChange: true, Opportunity: var o }
            ? new Answer(form(o, wrong))
            : await answers.ShowAsync(command.No, turn, cancellationToken);
    }
}
