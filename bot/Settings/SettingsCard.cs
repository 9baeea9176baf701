using System.Collections.Immutable;
using System.Globalization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Settings;

/// <summary>The form in which a person settles their language and how they are reminded.</summary>
internal static class SettingsCard
{
    /// <summary>What can be had alone; the briefs are messages of their own anyway.</summary>
    public static ImmutableArray<ReminderKinds> Kinds { get; } =
    [
        ReminderKinds.StageLimit, ReminderKinds.HandOver, ReminderKinds.NextStep, ReminderKinds.TaskDue, ReminderKinds.CloseNear,
        ReminderKinds.ClosePassed, ReminderKinds.NoActivity, ReminderKinds.Escalation, ReminderKinds.NotMine,
    ];

    /// <param name="t">Language of the reader.</param>
    /// <param name="person">What is stored.</param>
    /// <param name="typed">What was typed and not saved; null shows what is stored.</param>
    /// <param name="wrong">By input id: why it was not saved.</param>
    /// <param name="done">What was just done, if anything.</param>
    /// <param name="refused">Why the whole of it was not saved, if so.</param>
    public static AdaptiveCard Form(
        BotTexts t, Salesperson person, OwnSettingsForm? typed, IReadOnlyDictionary<string, string> wrong, string? done,
        string? refused = null)
    {
        var form = typed ?? new OwnSettingsForm(person.Language, person.BriefAt, person.QuietFrom, person.QuietTo, person.AloneKinds);
        List<CardElement> body = [];
        if (done is not null)
        {
            body.Add(CardParts.Done(t, done));
        }

        if (refused is not null)
        {
            body.Add(CardParts.Warning(t, refused));
        }

        void Add(CardInput input)
        {
            body.Add(input);
            if (wrong.GetValueOrDefault(input.Id!) is { } why)
            {
                body.Add(CardParts.Wrong(t, why, input.Id));
            }
        }

        body.Add(CardParts.Heading(t["My settings"]));
        body.Add(CardParts.Facts((t["Name"], person.Name), (t["Time zone"], person.TimeZone)));
        body.Add(CardParts.Line(t["Your admin changes the time zone in the portal."]));
        Add(LanguageInput(t, person, form));
        body.Add(CardParts.Subheading(t["Reminders"]));
        body.Add(CardParts.Line(t["What you leave empty follows the company."]));
        Add(new InputTime { Id = "briefAt", Label = t["Daily brief at"], Value = InputTime.Of(form.BriefAt) });
        Add(new InputTime { Id = "quietFrom", Label = t["Quiet hours from"], Value = InputTime.Of(form.QuietFrom) });
        Add(new InputTime { Id = "quietTo", Label = t["Quiet hours until"], Value = InputTime.Of(form.QuietTo) });
        Add(CompanyKindsInput(t, form));
        Add(OwnKindsInput(t, person, form));
        body.Add(CardParts.Buttons(
            Button.Of(t["Save"], "settings.save", new ButtonData(Version: person.Version)) with { Style = ActionStyle.Positive }));
        return CardParts.Card(t, done ?? refused ?? t["My settings"], body);
    }

    private static InputChoiceSet LanguageInput(BotTexts t, Salesperson person, OwnSettingsForm form) => new()
    {
        Id = "language",
        Label = t["Language"],
        Style = ChoiceSetStyle.Compact,
        Choices = [.. Texts.Languages.Select(l => new Choice(NameOf(l), l))],
        Value = Texts.Languages.Contains(form.Language) ? form.Language : person.Language,
    };

    private static InputToggle CompanyKindsInput(BotTexts t, OwnSettingsForm form) => new()
    {
        Id = "companyKinds",
        Label = t["What comes at once"],
        Title = t["As the company does"],
        ValueOn = "true",
        ValueOff = "false",
        Value = form.AloneKinds is null ? "true" : "false",
    };

    private static InputChoiceSet OwnKindsInput(BotTexts t, Salesperson person, OwnSettingsForm form) => new()
    {
        Id = "kinds",
        Label = t["Or only these at once; the rest comes with the brief"],
        Style = ChoiceSetStyle.Expanded,
        IsMultiSelect = true,
        Choices = [.. Kinds.Where(k => person.Role != Role.Salesperson || k is not (ReminderKinds.Escalation or ReminderKinds.NotMine))
            .Select(k => new Choice(NameOf(t, k), k.ToString()))],
        Value = form.AloneKinds is { } kinds ? string.Join(',', Kinds.Where(k => kinds.HasFlag(k))) : null,
    };

    /// <summary>A language's own name: whoever cannot read the present one finds theirs.</summary>
    private static string NameOf(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return culture.TextInfo.ToTitleCase(culture.NativeName);
    }

    private static string NameOf(BotTexts t, ReminderKinds kind) => kind switch
    {
        ReminderKinds.StageLimit => t["Too long on a stage"],
        ReminderKinds.HandOver => t["Given to me"],
        ReminderKinds.NextStep => t["Next step due"],
        ReminderKinds.TaskDue => t["Task due"],
        ReminderKinds.CloseNear => t["Closing date near"],
        ReminderKinds.ClosePassed => t["Closing date passed"],
        ReminderKinds.NoActivity => t["Nothing done for long"],
        ReminderKinds.Escalation => t["A colleague was reminded and did nothing"],
        _ => t["A colleague says it is not theirs"],
    };
}
