using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Bot.Pipeline;

/// <summary>Answers questions about the pipeline; the figures count what the caller may see, and nothing else.</summary>
internal sealed class PipelineActions(OpportunitiesContext db, Figures figures)
{
    /// <summary>By word, perhaps with the name of a colleague.</summary>
    public async Task<Answer> SayAsync(string rest, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (rest.Length == 0)
        {
            return await ShowAsync(null, PipelineGrouping.Stage, asTable: false, turn, cancellationToken);
        }

        var folded = SearchText.Fold(rest);
        var people = await db.Salespeople.AsNoTracking().Select(p => new Known(p.Id, p.Code, p.Name, null)).Take(5000).ToListAsync(cancellationToken);
        var meant = people.Where(p => SearchText.Fold(p.Name).Contains(folded, StringComparison.Ordinal) || SearchText.Fold(p.Code) == folded).ToList();
        return meant.Count == 1
            ? await ShowAsync(meant[0], PipelineGrouping.Stage, asTable: false, turn, cancellationToken)
            : new Answer(GreetingCards.NoticeWithStarts(t, meant.Count == 0 ? t["I know nobody called “{0}”.", rest] : t["Several people are called “{0}”.", rest]));
    }

    /// <summary>By button: another way to divide the same.</summary>
    public async Task<Answer> TurnAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var parts = (submit.Button.Action ?? "").Split(':');
        var by = Enum.TryParse<PipelineGrouping>(parts[0], out var known) && Enum.IsDefined(known) ? known : PipelineGrouping.Stage;
        var code = Checks.NormalCode(submit.Button.Text);
        var person = await db.Salespeople.AsNoTracking().Where(p => p.Code == code).Select(p => new Known(p.Id, p.Code, p.Name, null)).SingleOrDefaultAsync(cancellationToken);
        return await ShowAsync(person, by, parts is [_, "table"], turn, cancellationToken);
    }

    private async Task<Answer> ShowAsync(Known? salesperson, PipelineGrouping by, bool asTable, ChatTurn turn, CancellationToken cancellationToken)
    {
        var shown = await figures.PipelineAsync(new FigureFilter(SalespersonCode: salesperson?.Code), by, turn.Caller, cancellationToken);
        return new Answer(PipelineCard.Show(turn.Texts, shown!, by, asTable, salesperson));
    }
}
