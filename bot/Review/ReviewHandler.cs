using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Review;

/// <summary>Begins a review.</summary>
internal sealed record StartReviewCommand
{
    public static StartReviewCommand Of(Press press) => new();
}

/// <summary>Goes to a place of the review; one that does not exist is the nearest that does.</summary>
internal sealed record ReviewPlaceCommand(long? Place)
{
    public static ReviewPlaceCommand Of(Press press) => new(press.Button.Place);
}

/// <summary>Ends the review.</summary>
internal sealed record EndReviewCommand
{
    public static EndReviewCommand Of(Press press) => new();
}

/// <summary>
/// Takes a manager through the team's open opportunities, the ones that worry first; the place is kept, also over a restart.
/// </summary>
internal sealed class ReviewHandler(OpportunitiesContext db, OpportunityQueries queries, Choices choices, WorkingCalendar calendar)
    : IHandler<StartReviewCommand>, IHandler<ReviewPlaceCommand>, IHandler<EndReviewCommand>, IWordHandler
{
    /// <summary>Goes on where it was left, or begins.</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken) =>
        said.Rest.Length == 0 && await TeamReview.FindAsync(db, turn, cancellationToken) is { } open
            ? await ShowAsync(open, turn, cancellationToken)
            : await StartAsync(said.Rest, turn, cancellationToken);

    public Task<Answer> HandleAsync(StartReviewCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        StartAsync("", turn, cancellationToken);

    /// <summary>Begins anew, perhaps with one person's only.</summary>
    private async Task<Answer> StartAsync(string rest, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (!AccessPolicy.MayReopen(turn.Caller))
        {
            return new Answer(
                GreetingCards.NoticeWithStarts(t, t["A review is for managers. Say “my opportunities” to go through yours."]));
        }

        var folded = SearchText.Fold(rest);
        var ids = folded.Length == 0 || folded is "team" or "equipe" or "l'equipe"
            ? null
            : turn.Called(await choices.MayChangeOfAsync(turn.Caller, cancellationToken), rest).Select(p => p.Id).ToList();
        if (ids is { Count: 0 })
        {
            return new Answer(GreetingCards.NoticeWithStarts(
                t, turn.IsStranger(rest) ? t.NoSalesperson(rest) : t["Nobody called “{0}” is in your team.", rest]));
        }

        var numbers = await queries.ByWorryAsync(ids, calendar, turn.Caller, cancellationToken);
        if (numbers.Count == 0)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["There is nothing open to review."]));
        }

        var review = new TeamReview(numbers, 0, turn.Caller.Now);
        await review.KeepAsync(db, turn, cancellationToken);
        return await ShowAsync(review, turn, cancellationToken);
    }

    public async Task<Answer> HandleAsync(ReviewPlaceCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await TeamReview.FindAsync(db, turn, cancellationToken) is not { } review)
        {
            return NoneOpen(turn.Texts);
        }

        review = review with { Place = (int)Math.Clamp(command.Place ?? review.Place, 0, review.Numbers.Count - 1) };
        await review.KeepAsync(db, turn, cancellationToken);
        return await ShowAsync(review, turn, cancellationToken);
    }

    /// <summary>Ends it and lists what the person changed in its course.</summary>
    public async Task<Answer> HandleAsync(EndReviewCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await TeamReview.FindAsync(db, turn, cancellationToken) is not { } review)
        {
            return NoneOpen(turn.Texts);
        }

        var (me, since, numbers) = (turn.Caller.PersonId, review.StartedAt, review.Numbers);
        var changes = await db.AuditEntries.AsNoTracking()
            .Where(a => a.Subject == AuditSubjects.Opportunity && a.ById == me && a.At >= since && numbers.Contains(a.SubjectKey))
            .OrderBy(a => a.Id).ToListAsync(cancellationToken);
        await TeamReview.EndAsync(db, turn, cancellationToken);
        return new Answer(ReviewCard.End(turn.Texts, review, changes));
    }

    private static Answer NoneOpen(BotTexts t) =>
        new(GreetingCards.NoticeWithStarts(t, t["No review is open. Say “review” to begin one."]));

    private async Task<Answer> ShowAsync(TeamReview review, ChatTurn turn, CancellationToken cancellationToken) => new(
        await queries.FindAsync(review.Numbers[review.Place], turn.Caller, cancellationToken) is { } view
            ? ReviewCard.Show(turn.Texts, review, view, Staleness.Of(view.Opportunity, calendar, turn.Caller.Today))
            : ReviewCard.Gone(turn.Texts, review));
}
