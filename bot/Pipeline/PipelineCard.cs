using System.Globalization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Pipeline;

namespace ChatOpportunities.Bot.Pipeline;

/// <summary>What is under way, as bars with their figures, or as a table with more of them.</summary>
internal static class PipelineCard
{
    private const int MostGroups = 24;

    /// <param name="t">Language of the reader.</param>
    /// <param name="figures">What the reader may see.</param>
    /// <param name="by">How it is divided.</param>
    /// <param name="asTable">Whether the table is shown in place of the bars.</param>
    /// <param name="salesperson">Whose it is, when it is one person's.</param>
    /// <param name="mine">What the reader won this month, where they have a target.</param>
    public static AdaptiveCard Show(
        BotTexts t, PipelineFigures figures, PipelineGrouping by, bool asTable, NamedRecord? salesperson,
        TargetProgress? mine = null)
    {
        var title = salesperson is null ? t["Pipeline"] : t["Pipeline of {0}", salesperson.Name];
        var (count, estimated, weighted) = (
            figures.Groups.Sum(g => g.Opportunities), figures.Groups.Sum(g => g.EstimatedValue), figures.Groups.Sum(g => g.CurrentValue));
        var summary = t["{0} under way, worth {1}, weighted {2}.", count, Money(t, estimated), Money(t, weighted)];
        List<CardElement> body = [CardParts.Heading(title), CardParts.Paragraph(summary)];
        if (figures.NotStarted > 0)
        {
            body.Add(CardParts.Line(t["Not started: {0}, worth {1}.", figures.NotStarted, Money(t, figures.NotStartedValue)]));
        }

        if (mine is { Target: { } target, Won.CurrentValue: var won })
        {
            body.Add(CardParts.Paragraph(won >= target
                ? t["Target met: you won {0} of {1} this month.", Money(t, won), Money(t, target)]
                : t["You won {0} of {1} this month.", Money(t, won), Money(t, target)]));
            if (target > 0)
            {
                body.Add(CardParts.Bar(decimal.Min(won, target), target));
            }
        }

        if (count > 0)
        {
            var severalCycles = by == PipelineGrouping.Stage && figures.Groups.Select(g => g.SalesCycle).Distinct().Count() > 1;
            var groups = figures.Groups.Take(MostGroups).Select(g => (Name: Name(t, g, by, severalCycles), Group: g)).ToList();
            body.AddRange(asTable ? [Table(t, groups)] : Bars(t, groups, by));
            if (figures.Groups.Count > MostGroups)
            {
                body.Add(CardParts.Line(t["{0} more are on the pipeline page of the portal.", figures.Groups.Count - MostGroups]));
            }
        }

        ActionExecute Way(string name, PipelineGrouping to, bool table) =>
            Button.Of(name, "pipeline.show", new ButtonData(Text: salesperson?.Code, Action: to.ToString() + (table ? ":table" : "")));
        List<CardAction> actions =
        [
            .. new[] { PipelineGrouping.Stage, PipelineGrouping.Salesperson, PipelineGrouping.Month }.Where(g => g != by)
                .Select(g => Way(t["By {0}", Word(t, g)], g, asTable)),
            Way(asTable ? t["As bars"] : t["As a table"], by, !asTable),
        ];
        body.Add(new ActionSet { Actions = actions });
        return CardParts.Card(t, title + ". " + summary, body);
    }

    /// <summary>A bar for each, its figure beside it as people write it; what clients write beside bars of their own is cut.</summary>
    private static IEnumerable<CardElement> Bars(
        BotTexts t, IReadOnlyList<(string Name, PipelineGroup Group)> groups, PipelineGrouping by)
    {
        yield return CardParts.Subheading(t["Weighted value by {0}", Word(t, by)]);
        yield return CardParts.Line(t["A bar is each opportunity’s value times its probability, added up."]);
        var longest = groups.Max(g => g.Group.CurrentValue);
        foreach (var (name, group) in groups)
        {
            yield return new Container
            {
                Spacing = Spacing.Medium,
                Items =
                [
                    CardParts.LeftAndRight(
                        [CardParts.Paragraph($"{name} · {group.Opportunities.ToString("N0", t.Culture)}")],
                        CardParts.Paragraph(Money(t, group.CurrentValue)) with { Weight = TextWeight.Bolder }),
                    CardParts.Bar(group.CurrentValue, longest),
                ],
            };
        }
    }

    private static Table Table(BotTexts t, IReadOnlyList<(string Name, PipelineGroup Group)> groups)
    {
        static TableCell Cell(string text) => new() { Items = [new TextBlock { Text = CardText.Escape(text) }] };
        return new Table
        {
            // Narrow heads, so that no word breaks on a phone.
            Columns = [new(4), new(2, HorizontalAlignment.Right), new(5, HorizontalAlignment.Right), new(5, HorizontalAlignment.Right)],
            Rows =
            [
                new TableRow { Cells = [Cell(t["Group"]), Cell(t["No."]), Cell(t["Value"]), Cell(t["Weighted"])] },
                .. groups.Select(g => new TableRow
                {
                    Cells =
                    [
                        Cell(g.Name), Cell(g.Group.Opportunities.ToString("N0", t.Culture)), Cell(Money(t, g.Group.EstimatedValue)),
                        Cell(Money(t, g.Group.CurrentValue)),
                    ],
                }),
            ],
        };
    }

    private static string Name(BotTexts t, PipelineGroup group, PipelineGrouping by, bool withCycle) => by switch
    {
        PipelineGrouping.Month when DateOnly.TryParseExact(
            group.Key + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) =>
            month.ToString("MMMM yyyy", t.Culture),
        PipelineGrouping.Stage when withCycle => $"{group.SalesCycle}: {group.Label}",
        _ => group.Label,
    };

    private static string Word(BotTexts t, PipelineGrouping by) => by switch
    {
        PipelineGrouping.Stage => t["Stage"].ToLower(t.Culture),
        PipelineGrouping.Salesperson => t["Salesperson"].ToLower(t.Culture),
        _ => t["month"],
    };

    private static string Money(BotTexts t, decimal amount) => t.Money(decimal.Round(amount));
}
