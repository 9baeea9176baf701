using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Portal.Language;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Api.Assistants;

/// <summary>The tools that change nothing, over what the caller may see.</summary>
internal static class ReadingTools
{
    private const int TimelineLength = 30;

    public static async Task<FoundAnswer> FindAsync(AssistantCall call, FindInput input, CancellationToken cancellationToken)
    {
        var filter = new OpportunityFilter(
            Text: input.Words, Open: input.Closed != true, CloseFrom: input.CloseFrom, CloseTo: input.CloseTo);
        if (Checks.Tidy(input.Salesperson) is { } person)
        {
            var meant = await call.PersonAsync(person, cancellationToken);
            if (meant.Open is { } open)
            {
                return new FoundAnswer(open.Status, open.Message) { Choices = open.Choices, Reasons = open.Reasons };
            }

            filter = filter with { SalespersonCode = meant.Value!.Code };
        }

        if (Checks.Tidy(input.Stage) is { } stage)
        {
            var folded = SearchText.Fold(stage);
            var stages = (await call.Of<Choices>().SpokenNamesAsync(cancellationToken)).Stages
                .Where(s => SearchText.Fold(s.Name) == folded).Select(s => s.Id).ToList();
            if (stages.Count == 0)
            {
                var none = AssistantWords.Refused(Refusals.StageUnknown, call);
                return new FoundAnswer(none.Status, none.Message) { Reasons = none.Reasons };
            }

            filter = filter with { StageIds = stages };
        }

        var (items, next) = await call.Of<OpportunityQueries>().PageAsync(
            filter, OpportunityOrder.No, descending: true, null, Math.Clamp(input.Limit ?? 20, 1, 50), call.Caller, cancellationToken);
        return new FoundAnswer(
            AnswerStatus.Done,
            items.Count == 0 ? call.T["Nothing was found."]
                : next is null ? call.T["{0} {0:opportunity|opportunities}.", items.Count]
                : call.T["The first {0}; there are more.", items.Count])
        {
            Opportunities = [.. items.Select(OpportunityTold.Of)],
            More = next is not null,
        };
    }

    public static async Task<ReadAnswer> ReadAsync(AssistantCall call, ReadInput input, CancellationToken cancellationToken)
    {
        var (view, open) = await call.OpportunityAsync(input.Opportunity, cancellationToken);
        if (open is not null)
        {
            return new ReadAnswer(open.Status, open.Message) { Choices = open.Choices, Needs = open.Needs, Reasons = open.Reasons };
        }

        var (opportunity, mayChange) = view!;
        var timeline = await call.Of<Timeline>().ReadAsync(opportunity.No, null, TimelineLength, null, call.Caller, cancellationToken);
        var tasks = (await call.Of<OpportunityQueries>().TasksAsync(opportunity.Id, call.Caller, cancellationToken)).Where(t => !t.Closed);
        return new ReadAnswer(AnswerStatus.Done, Line(opportunity, call.T))
        {
            Opportunity = OpportunityTold.Of(opportunity),
            MayChange = mayChange,
            Timeline = [.. timeline.Items.Where(i => i.Act is not null || i.Entry is not null).Select(i => Told(i, call))],
            OpenTasks = [.. tasks.Select(t => new TaskTold(t.Description, t.Date, t.Type, t.Priority))],
            Moves = mayChange
                ? [.. opportunity.PreviewMoves(call.Caller).Where(m => m.Action != MoveAction.Update).SelectMany(m => m.Stages, (m, s) =>
                    new MoveTold(s.Stage.Description, m.Action, [.. s.Missing.SelectMany(r => ActingTools.Asked(r, call))]))
                    .DistinctBy(m => m.Stage)]
                : [],
        };
    }

    public static async Task<FiguresAnswer> FiguresAsync(AssistantCall call, FiguresInput input, CancellationToken cancellationToken)
    {
        var person = Checks.Tidy(input.Salesperson) is { } who ? await call.PersonAsync(who, cancellationToken) : null;
        var cycle = Checks.Tidy(input.SalesCycle) is { } which ? await call.CycleAsync(which, cancellationToken) : null;
        if ((person?.Open ?? cycle?.Open) is { } open)
        {
            return new FiguresAnswer(open.Status, open.Message) { Choices = open.Choices, Reasons = open.Reasons };
        }

        var figures = await call.Of<Figures>().PipelineAsync(
            new FigureFilter(cycle?.Value?.Code, person?.Value?.Code), input.GroupBy ?? PipelineGrouping.Stage, call.Caller,
            cancellationToken);
        if (figures is null)
        {
            var none = AssistantWords.Refused(Refusals.NotFound, call);
            return new FiguresAnswer(none.Status, none.Message) { Reasons = none.Reasons };
        }

        var (count, value) = (figures.Groups.Sum(g => g.Opportunities), figures.Groups.Sum(g => g.EstimatedValue));
        return new FiguresAnswer(
            AnswerStatus.Done,
            call.T["{0} {0:opportunity|opportunities} under way, worth {1}.", count, call.T.Money(value)])
        {
            Groups =
            [
                .. figures.Groups.Select(g => new GroupTold(g.Label, g.Opportunities, g.EstimatedValue, decimal.Round(g.CurrentValue, 2))
                {
                    SalesCycle = g.SalesCycle,
                }),
            ],
            NotStarted = figures.NotStarted,
            NotStartedValue = figures.NotStartedValue,
            Currency = call.Of<IOptions<CompanyOptions>>().Value.Currency,
        };
    }

    public static async Task<AttentionAnswer> AttentionAsync(AssistantCall call, AttentionInput input, CancellationToken cancellationToken)
    {
        var parts = await call.Of<BriefQueries>().DayAsync(
            null, null, Math.Clamp(input.Limit ?? 5, 1, 20), call.Caller, cancellationToken);
        var count = parts.Sum(p => p.Count);
        return new AttentionAnswer(
            AnswerStatus.Done,
            count == 0 ? call.T["Nothing waits today."] : call.T["{0} {0:thing waits|things wait} today.", count])
        {
            Parts =
            [
                .. parts.Select(p => new PartTold(call.T.Of(p.Group), p.Count, [.. p.Items.Select(i => new WaitingTold(
                    i.Opportunity.No, i.Of.MaySee ? i.Opportunity.Description : i.Opportunity.No, i.Why.Say(call.T)))])),
            ],
        };
    }

    /// <summary>An opportunity in a line.</summary>
    public static string Line(Opportunity opportunity, PortalTexts t)
    {
        var told = OpportunityTold.Of(opportunity);
        return string.Join(" · ", (string[])
        [
            $"{told.No} {told.Title}", told.Contact, told.Stage ?? t.Of(told.Status),
            .. told.EstimatedValue is { } value ? (string[])[t.Money(value)] : [],
            .. told.EstimatedCloseDate is { } day ? (string[])[t.Date(day)] : [],
        ]);
    }

    private static HappenedTold Told(TimelineItem item, AssistantCall call) => item.Act is { } act
        ? new HappenedTold(item.At, act.ByName, call.T.Of(act.Source), act.Say(call.T))
        : new HappenedTold(
            item.At, item.Entry!.ByName, call.T.Of(item.Entry.Source),
            call.T.Of(item.Entry.ActionTaken) + " · " + item.Entry.StageDescription);
}
