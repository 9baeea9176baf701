using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Tasks;

namespace ChatOpportunities.Bot.Tasks;

/// <summary>A person's open tasks by day, each done or put off with a press; one page in one card.</summary>
internal static class TaskListCard
{
    /// <summary>Most tasks that are listed.</summary>
    public const int Most = 200;

    /// <summary>Rows on a page.</summary>
    public const int PageSize = 4; // a button each, and those of the pages: a card has six at most

    /// <param name="t">Language of the reader.</param>
    /// <param name="tasks">All of them, with their opportunities.</param>
    /// <param name="from">Place of the first row of the page, from 0.</param>
    /// <param name="today">The reader's day.</param>
    /// <param name="done">What was just done, if anything.</param>
    /// <param name="refused">Why something was not done, if so.</param>
    /// <param name="outOfSight">Opportunities that the reader may not see: they are called by their numbers.</param>
    public static AdaptiveCard Show(
        BotTexts t, IReadOnlyList<SalesTask> tasks, int from, DateOnly today, string? done, string? refused,
        IReadOnlySet<long>? outOfSight = null)
    {
        List<CardElement> body = [];
        if (done is not null)
        {
            body.Add(CardParts.Done(t, done));
        }

        if (refused is not null)
        {
            body.Add(CardParts.Warning(t, refused));
        }

        body.Add(CardParts.Heading(t["My tasks"]));
        body.Add(CardParts.Line(tasks.Count == 0
            ? t["You have no open tasks."]
            : t["{0} to {1} of {2}, the earliest first.", from + 1, Math.Min(from + PageSize, tasks.Count), tasks.Count]));
        if (tasks.Count > 0)
        {
            body.Add(CardParts.Line(t["Press a task to put it off or to open its opportunity."]));
        }

        foreach (var task in tasks.Skip(from).Take(PageSize))
        {
            var data = new ButtonData(task.Opportunity!.No, Task: task.Id, Before: from);
            var due = task.Date < today ? t["Overdue since {0}", t.Date(task.Date)] : task.Date == today ? t["Due today"]
                : t["Due on {0}", t.Date(task.Date)];
            body.Add(CardParts.Row(
                Button.Of(t["Put off…"], "task.later", data) with { Tooltip = task.Description },
                CardParts.RowTitle(task.Description),
                CardParts.Line($"{due} · {Name(task, outOfSight?.Contains(task.OpportunityId) != true)}")));
            body.Add(CardParts.Buttons(Button.Of(t["Done"], "task.complete", data) with { Tooltip = task.Description }));
        }

        if (tasks.Count >= Most)
        {
            body.Add(CardParts.Line(t["Only the earliest {0} are listed; the others follow as these are done.", Most]));
        }

        List<CardAction> pages = [];
        if (from > 0)
        {
            pages.Add(Button.Of(t["Previous page"], "list.tasks", new ButtonData(Before: from - PageSize)));
        }

        if (from + PageSize < tasks.Count)
        {
            pages.Add(Button.Of(t["Next page"], "list.tasks", new ButtonData(Before: from + PageSize)));
        }

        if (pages.Count > 0)
        {
            body.Add(CardParts.Buttons(pages));
        }

        return CardParts.Card(t, done ?? refused ?? t["My tasks"], body);
    }

    /// <summary>Until when a task is put off.</summary>
    public static AdaptiveCard Later(
        BotTexts t, SalesTask task, long? from, IReadOnlyList<(string Title, string Value)> days, string? wrong, bool maySee = true)
    {
        var data = new ButtonData(task.Opportunity!.No, Task: task.Id, Before: from);
        List<CardElement> body =
        [
            CardParts.Heading(t["Put off until when?"]),
            CardParts.Paragraph(task.Description),
            CardParts.Line(Name(task, maySee)),
            new InputChoiceSet
            {
                Id = "when",
                Label = t["New day"],
                Style = ChoiceSetStyle.Expanded,
                Choices = [.. days.Select(d => new Choice(d.Title, d.Value))],
                Value = days[0].Value,
            },
            new InputDate { Id = "until", Label = t["Or on another day"] },
        ];
        if (wrong is not null)
        {
            body.Add(CardParts.Wrong(t, wrong, "until"));
        }

        body.Add(CardParts.Buttons(
        [
            Button.Of(t["Put off"], "task.postpone", data) with { Style = ActionStyle.Positive },
            .. maySee ? [Button.Leaving(t["Open {0}", task.Opportunity.No], "opportunity.show", new ButtonData(task.Opportunity.No))]
                : Array.Empty<CardAction>(),
            Button.Leaving(t["Back"], "list.tasks", new ButtonData(Before: from)),
        ]));
        return CardParts.Card(t, t["Put off until when?"], body);
    }

    private static string Name(SalesTask task, bool maySee) =>
        maySee ? $"{task.Opportunity!.No}: {task.Opportunity.Description}" : task.Opportunity!.No;
}
