using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>"remind me OPP-12 next Tuesday call Marie": the next step, said in a line.</summary>
internal sealed class RemindMeHandler(
    OpportunityActs acts, OpportunityQueries queries, OpportunityAnswers answers, MeantOpportunity meant, IOptions<CompanyOptions> company)
        : IWordHandler
{
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var prefix = company.Value.OpportunityNumberPrefix;
        var words = said.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var named = words.FindIndex(w => w.TrimStart('#').StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        named = named < 0 && words.Count > 0 && words[0].All(char.IsAsciiDigit) ? 0 : named;
        var (no, _) = await meant.FindAsync(named < 0 ? "" : words[named], turn, cancellationToken);
        if (no is null || words.Count == 0
            || await queries.FindAsync(no, turn.Caller, cancellationToken) is not { Opportunity: var before })
        {
            return AskWhichAndWhen(turn);
        }

        var line = new TokenizedLine(string.Join(' ', words.Where((_, i) => i != named)));
        var day = new SpokenDates(turn.Caller.Today, t.Culture).Take(line, []);
        var step = string.Join(' ', Enumerable.Range(0, line.Count).Where(line.IsFree).Select(i => line.Raw(i))).Trim(' ', ':', ',', '.');
        if (day is null)
        {
            return AskWhichAndWhen(turn);
        }

        return await acts.SetNextStepAsync(no, step, day, null, turn.Caller, cancellationToken) is Result<Acted>.Refused refused
            ? await answers.ShowAsync(no, turn, cancellationToken, refused: refused.First.Say(t))
            : await answers.ShowAsync(no, turn, cancellationToken, await WhoWhenAsync(before, day.Value, turn, cancellationToken));
    }

    private static Answer AskWhichAndWhen(ChatTurn turn) => new(GreetingCards.NoticeWithStarts(
        turn.Texts, turn.Texts["Of which opportunity, and when? Say for instance “remind me OPP-00012 next Tuesday call Marie”."]));

    /// <summary>
    /// Who is reminded of a next step that was set, and when, where either is not what was said; and what it took the place of.
    /// </summary>
    private async Task<string> WhoWhenAsync(Opportunity before, DateOnly day, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var planned = (await queries.RemindersAsync(before.Id, turn.Caller, cancellationToken))
            .FirstOrDefault(r => r.Kind == ReminderKind.NextStep && r.IsWaiting)?.DueOn;
        var later = planned > day ? planned : null; // the brief of the day has gone already, or it is a day off
        if (before.SalespersonId == turn.Caller.SalespersonId)
        {
            return later is null ? t["Next step on {0}.", t.Date(day)]
                : t["Next step on {0}. I will remind you on {1}.", t.Date(day), t.Date(later.Value)];
        }

        var name = before.Salesperson!.Name;
        var told = later is null
            ? t["Next step on {0}. {1} will be reminded of it, not you.", t.Date(day), name]
            : t["Next step on {0}. {1} will be reminded of it on {2}, not you.", t.Date(day), name, t.Date(later.Value)];
        return OpportunityCard.NextStep(t, before) is { } old ? told + " " + t["Before, it was: {0}", old] : told;
    }
}
