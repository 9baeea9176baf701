using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Capture;

/// <summary>What will be saved, in words.</summary>
internal static class CaptureSentence
{
    private static readonly string[] Order =
        ["title", "contact", "value", "closeDate", "salesperson", "chances", "priority", "cycle"];

    /// <summary>What a line changed, what will be saved, and what of it nobody said. The whole form needs only the first.</summary>
    /// <param name="t">Language of the reader.</param>
    /// <param name="form">What is filled in and proposed.</param>
    /// <param name="choices">Names of what is chosen.</param>
    /// <param name="isInput">Whether a value stands in an input, and so in no sentence.</param>
    /// <param name="change">What a typed line changed.</param>
    public static IEnumerable<CardElement> Lines(
        BotTexts t, CaptureForm form, CaptureChoices choices, Func<string, bool> isInput, CaptureChange? change)
    {
        if (change is not null && Changed(t, form, choices, change.Before) is { Length: > 0 } changed)
        {
            yield return CardParts.Paragraph(t["Changed: {0}", changed]);
        }

        if (change?.Unused is { } unused)
        {
            yield return CardParts.Paragraph(t["Not used: “{0}”.", unused]);
        }

        if (form.IsWhole)
        {
            yield break;
        }

        var told = Order.Where(id => !isInput(id)).ToList();
        if (Joined(told.Where(id => !form.IsProposed(id) && !IsInTitle(id, form, choices))) is { Length: > 0 } said)
        {
            yield return CardParts.Paragraph(said) with { Weight = TextWeight.Bolder };
        }

        if (Joined(told.Where(form.IsProposed)) is { Length: > 0 } proposed)
        {
            yield return CardParts.Line(t["Proposed: {0}", proposed]);
        }

        if (choices.IsHandedOver && !isInput("salesperson"))
        {
            yield return CardParts.Line(t["{0} gets it when you save, and is told.", Word(t, "salesperson", form, choices)]);
        }

        string Joined(IEnumerable<string> inputs) =>
            string.Join(" · ", inputs.Where(id => id != "priority" || form.Priority is "low" or "high")
                .Select(id => Word(t, id, form, choices)).OfType<string>());
    }

    private static string Changed(BotTexts t, CaptureForm form, CaptureChoices choices, CaptureForm before) => string.Join(
        " · ",
        Order.Select(id => (Before: Word(t, id, before, choices), After: Word(t, id, form, choices))).Where(w => w.Before != w.After)
            .Select(w => w.Before is null ? w.After : w.After is null ? w.Before : $"{w.Before} → {w.After}"));

    /// <summary>"Contoso Hotels pool lights" says for whom.</summary>
    private static bool IsInTitle(string input, CaptureForm form, CaptureChoices choices) => input == "contact"
        && choices.Contacts.FirstOrDefault(c => c.Code == form.ContactNo)?.Name is { } name
        && SearchText.Fold(form.Title ?? "").Contains(SearchText.Fold(name), StringComparison.Ordinal);

    private static string? Word(BotTexts t, string input, CaptureForm form, CaptureChoices choices) => input switch
    {
        "title" => form.Title,
        "contact" => form.NewContact ?? Name(choices.Contacts, form.ContactNo),
        "value" => form.Value is { } value ? t.Money(value) : null,
        "closeDate" => form.CloseDate is { } day ? t["closes {0}", t.Date(day)] : null,
        "salesperson" => form.Salesperson is null || form.Salesperson == choices.Myself ? t["you"]
            : Name(choices.Salespeople, form.Salesperson),
        "chances" => form.Chances is { } chances ? t["chances {0}", t.Percent(chances)] : null,
        "priority" => form.Priority switch
        {
            "high" => t["priority high"],
            "low" => t["priority low"],
            "normal" => t["priority normal"],
            _ => null,
        },
        _ => Name(choices.Cycles, form.Cycle),
    };

    private static string? Name(IReadOnlyList<NamedRecord> known, string? code) =>
        code is null ? null : known.FirstOrDefault(k => k.Code == code)?.Name ?? code;
}
