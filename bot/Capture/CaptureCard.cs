using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Capture;

/// <summary>
/// The one card that captures an opportunity: a sentence of what will be saved, with inputs for what is missing or doubtful only, or, when
/// it is wanted, the whole form.
/// </summary>
internal static class CaptureCard
{
    /// <summary>Data sets that clients with type-ahead ask while a name is typed; others choose from what the card holds.</summary>
    public const string ContactsData = "contacts";

    /// <inheritdoc cref="ContactsData"/>
    public const string SalespeopleData = "salespeople";

    /// <summary>In a button's data: the form is made from a message.</summary>
    public const string FromMessage = "message";

    /// <summary>In a button's data: all inputs are shown.</summary>
    public const string Whole = "whole";

    /// <summary>In a button's data: ids of the inputs whose value was proposed.</summary>
    public const string Proposed = "proposed";

    /// <summary>So many are offered without type-ahead.</summary>
    public const int MostChoices = 25;

    private static readonly string[] Priorities = ["low", "normal", "high"];

    /// <param name="t">Language of the reader.</param>
    /// <param name="form">What is filled in already, and what is proposed.</param>
    /// <param name="choices">What can be chosen.</param>
    /// <param name="wrong">By input id: what stops it from being saved.</param>
    /// <param name="change">What a typed line changed.</param>
    public static AdaptiveCard Form(
        BotTexts t, CaptureForm form, CaptureChoices choices, IReadOnlyDictionary<string, string>? wrong = null,
        CaptureChange? change = null)
    {
        List<CardElement> body =
        [
            CardParts.Heading(t["New opportunity"]),
            .. Hints(t, form, choices, wrong is { Count: > 0 }),
            .. CaptureSentence.Lines(t, form, choices, id => IsShown(id, form, wrong), change),
        ];
        foreach (var input in Inputs(t, form, choices).Where(i => IsShown(i.Id!, form, wrong)))
        {
            body.Add(input);
            if (wrong?.GetValueOrDefault(input.Id!) is { } refusal)
            {
                var empty = input is InputText { Value: null } or InputNumber { Value: null } or InputChoiceSet { Value: null }
                    or InputDate { Value: null };
                body.Add(empty ? CardParts.Missing(t, refusal, input.Id) : CardParts.Wrong(t, refusal, input.Id));
            }
            else if (form.Notes?.GetValueOrDefault(input.Id!) is { } doubt)
            {
                body.Add(CardParts.Unsure(t, doubt, input.Id));
            }
            else if (input is InputDate { Value: null } && form.CloseDate is { } proposed)
            {
                body.Add(CardParts.Line(t["Left empty: {0}, or what the chosen cycle proposes.", t.Date(proposed)]));
            }
        }

        body.Add(new ActionSet { Actions = [.. Actions(t, form, choices, wrong)] });
        var card = CardParts.Card(t, form.Title is null ? t["New opportunity"] : t["New opportunity: {0}", form.Title], body);
        if (card.SizeInBytes() <= AdaptiveCard.MaxBytes || choices is { Contacts.Count: <= 1, Salespeople.Count: <= 1 })
        {
            return card;
        }

        var fewer = choices with
        {
            Contacts = Half(choices.Contacts, form.ContactNo),
            Salespeople = Half(choices.Salespeople, form.Salesperson),
        };
        return Form(t, form, fewer, wrong, change);
    }

    /// <summary>Unless the whole form is wanted, only what is missing, doubtful or refused is an input.</summary>
    public static bool IsShown(string input, CaptureForm form, IReadOnlyDictionary<string, string>? wrong) =>
        form.IsWhole || form.IsOpen(input) || wrong?.ContainsKey(input) == true
        || (input == "newContact" && wrong?.ContainsKey("contact") == true)
        || (input == "contact" && wrong?.ContainsKey("newContact") == true);

    /// <summary>What is to be done, and what the opportunity may be a second time.</summary>
    private static IEnumerable<CardElement> Hints(BotTexts t, CaptureForm form, CaptureChoices choices, bool isRefused)
    {
        if (isRefused)
        {
            yield return CardParts.Warning(t, t["Not saved yet: see below what is missing."]);
        }
        else if (form.Asked is { } asked)
        {
            yield return CardParts.Line(asked switch
            {
                "title" => t["Fill in the form, or type the title."],
                "contact" => t["Fill in the form, or type the contact."],
                _ => t["Fill in the form, or type the value."],
            });
        }

        if (form.Message is { } message)
        {
            yield return OpportunityCard.Message(t, message.Sender, message.Text, by: null, link: null);
        }

        if (choices.Likely is { } likely && likely.No != choices.Similar?.No)
        {
            yield return CardParts.Paragraph(
                t["The message may belong to {0}: “{1}”, {2}.", likely.No, likely.Description, likely.Salesperson]);
        }

        if (choices.Similar is { } similar)
        {
            yield return CardParts.Warning(
                t, t["{0} is open already: “{1}”, {2}.", similar.No, similar.Description, similar.Salesperson]);
        }
    }

    private static IEnumerable<CardInput> Inputs(BotTexts t, CaptureForm form, CaptureChoices choices) =>
        [.. WhatAndHowMuch(t, form, choices), .. WhoAndHow(t, form, choices)];

    private static IEnumerable<CardInput> WhatAndHowMuch(BotTexts t, CaptureForm form, CaptureChoices choices)
    {
        yield return new InputText
        {
            Id = "title",
            Label = CardParts.Required(t, t["Title"]),
            Value = form.Title,
            MaxLength = Opportunity.MaxDescriptionLength,
            Placeholder = t["What is it about?"],
        };
        yield return new InputChoiceSet
        {
            Id = "contact",
            Label = CardParts.Required(t, t["Contact"]),
            Style = ChoiceSetStyle.Filtered,
            Choices = Choices(choices.Contacts),
            // Looked up while typing only where the list cannot hold them all: not every client can.
            ChoicesData = choices.Contacts.Count < MostChoices ? null : new DataQuery(ContactsData),
            Value = Among(choices.Contacts, form.ContactNo),
            Placeholder = t["Choose a contact"],
        };
        yield return new InputText
        {
            Id = "newContact",
            Label = t["Or a new contact"],
            Value = form.NewContact,
            MaxLength = Domain.People.Contact.MaxNameLength,
            Placeholder = t["A company not in the list"],
        };
        yield return new InputNumber
        {
            Id = "value",
            Label = CardParts.Required(t, t["Estimated value"]),
            Value = form.Value,
            Min = 0,
            Max = Checks.MaxAmount,
            Placeholder = "45000",
        };
        yield return new InputDate
        {
            Id = "closeDate",
            Label = t["Expected closing date"],
            Value = form.IsProposed("closeDate") ? null : form.CloseDate,
        };
    }

    private static IEnumerable<CardInput> WhoAndHow(BotTexts t, CaptureForm form, CaptureChoices choices)
    {
        yield return new InputChoiceSet
        {
            Id = "salesperson",
            Label = t["Salesperson"],
            Style = choices.Salespeople.Count < MostChoices ? ChoiceSetStyle.Compact : ChoiceSetStyle.Filtered,
            Choices = Choices(choices.Salespeople),
            ChoicesData = choices.Salespeople.Count < MostChoices ? null : new DataQuery(SalespeopleData),
            Value = Among(choices.Salespeople, form.Salesperson),
        };
        yield return new InputNumber
        {
            Id = "chances",
            Label = t["Chances in percent"],
            Value = form.IsProposed("chances") ? null : form.Chances,
            Min = 0,
            Max = 100,
            Placeholder = t["by the stage"],
        };
        yield return new InputChoiceSet
        {
            Id = "priority",
            Label = t["Priority"],
            Style = ChoiceSetStyle.Compact,
            Choices = [.. Priorities.Select(p => new Choice(PriorityName(t, p), p))],
            Value = form.Priority is "low" or "high" ? form.Priority : "normal",
        };
        yield return new InputChoiceSet
        {
            Id = "cycle",
            Label = CardParts.Required(t, t["Sales cycle"]),
            Style = ChoiceSetStyle.Compact,
            Choices = Choices(choices.Cycles),
            Value = Among(choices.Cycles, form.Cycle),
        };
    }

    private static IEnumerable<CardAction> Actions(
        BotTexts t, CaptureForm form, CaptureChoices choices, IReadOnlyDictionary<string, string>? wrong)
    {
        // The number tells, when Save is pressed, that the person has seen what it may be a second time.
        var save = choices.Similar is null ? t["Save"] : t["Save all the same"];
        yield return WithRest(Button.Of(save, "capture.save", Data(form, choices.Similar?.No)), form, wrong) with
        {
            Style = ActionStyle.Positive,
        };
        if (choices.Likely is { No: var other })
        {
            yield return Button.Leaving(t["Keep it with {0}", other], "capture.attach", new ButtonData(other, Draft: form.Id));
        }

        if (choices.Similar is { No: var no })
        {
            yield return Button.Leaving(t["Open {0}", no], "opportunity.show", new ButtonData(no));
        }

        if (!form.IsWhole)
        {
            yield return WithRest(Button.Of(t["Change"], "capture.change", Data(form, choices.Similar?.No)), form, wrong);
        }

        yield return Button.Leaving(t["Cancel"], "capture.cancel", new ButtonData(Draft: form.Id));
    }

    /// <summary>
    /// What is said on the card without an input goes along with the press, so that what is saved is what is read there, however old the
    /// card is. Inputs of the same name come from the client.
    /// </summary>
    private static ActionExecute WithRest(ActionExecute button, CaptureForm form, IReadOnlyDictionary<string, string>? wrong)
    {
        if (form.IsWhole)
        {
            return button.With(Whole, true);
        }

        (string Id, JsonNode? Value)[] values =
        [
            ("title", form.Title), ("contact", form.ContactNo), ("newContact", form.NewContact), ("value", form.Value),
            ("closeDate", form.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("salesperson", form.Salesperson),
            ("chances", form.Chances), ("priority", form.Priority), ("cycle", form.Cycle),
        ];
        foreach (var (id, value) in values.Where(v => !IsShown(v.Id, form, wrong)))
        {
            button = value is null ? button : button.With(id, value);
        }

        return form.Proposed is { Count: > 0 } proposed ? button.With(Proposed, string.Join(' ', proposed)) : button;
    }

    /// <summary>A form made from a message says so when it is saved: what the message was is not among its inputs.</summary>
    private static ButtonData Data(CaptureForm form, string? similar) =>
        new(Draft: form.Id, Text: similar, Action: form.Message is null ? null : FromMessage);

    /// <param name="priority">As the form has it; null is normal.</param>
    public static string PriorityName(BotTexts t, string? priority) => priority switch
    {
        "low" => t["Low"],
        "high" => t["High"],
        _ => t["Normal"],
    };

    /// <summary>A choice that is not offered is not shown as chosen.</summary>
    private static string? Among(IReadOnlyList<NamedRecord> known, string? code) => known.FirstOrDefault(k => k.Code == code)?.Code;

    /// <summary>Very long names: fewer of them fit into one card.</summary>
    private static IReadOnlyList<NamedRecord> Half(IReadOnlyList<NamedRecord> known, string? chosen) =>
        [.. known.OrderByDescending(k => k.Code == chosen).Take((known.Count + 1) / 2)];

    private static IReadOnlyList<Choice> Choices(IReadOnlyList<NamedRecord> known) =>
        [.. known.Select(k => new Choice(k.Company is null ? k.Name : $"{k.Name} ({k.Company})", k.Code))];
}
