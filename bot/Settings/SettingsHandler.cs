using System.Globalization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Settings;

/// <summary>Asks for the caller's own settings.</summary>
internal sealed record OpenSettingsCommand
{
    public static OpenSettingsCommand Of(Press press) => new();
}

/// <summary>Saves the caller's own settings.</summary>
/// <param name="Form">What was typed; its language is null where none was chosen.</param>
/// <param name="Version">Of the person when the form was opened.</param>
/// <param name="Unreadable">Inputs that hold no time of day.</param>
internal sealed record SaveSettingsCommand(OwnSettingsForm Form, long? Version, IReadOnlySet<string> Unreadable)
{
    public static SaveSettingsCommand Of(Press press)
    {
        var form = new OwnSettingsForm(
            press.Text("language") ?? "", press.Time("briefAt"), press.Time("quietFrom"), press.Time("quietTo"),
            press.Flag("companyKinds", absent: true) ? null : Kinds(press));
        return new(form, press.Button.Version, press.Unreadable);
    }

    /// <summary>The kinds that were ticked; others that came along are none.</summary>
    private static ReminderKinds Kinds(Press press) =>
        (press.Text("kinds") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => Enum.TryParse<ReminderKinds>(name, ignoreCase: false, out var kind) && SettingsCard.Kinds.Contains(kind)
                ? kind : ReminderKinds.None)
            .Aggregate(ReminderKinds.None, (all, kind) => all | kind);
}

/// <summary>What a person settles for themselves in the chat.</summary>
internal sealed class SettingsHandler(OwnSettings settings, IOptions<CompanyOptions> company)
    : IHandler<OpenSettingsCommand>, IHandler<SaveSettingsCommand>, IWordHandler
{
    public async Task<Answer> HandleAsync(OpenSettingsCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        new(SettingsCard.Form(
            turn.Texts, (await settings.FindAsync(turn.Caller, cancellationToken))!, null, new Dictionary<string, string>(), null));

    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken) =>
        said.Rest.Length == 0 ? await HandleAsync(new OpenSettingsCommand(), turn, cancellationToken) : null;

    public async Task<Answer> HandleAsync(SaveSettingsCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var form = command.Form.Language.Length > 0 ? command.Form : command.Form with { Language = turn.Caller.Language };
        var wrong = command.Unreadable.ToDictionary(
            input => input, input =>
                input is "briefAt" or "quietFrom" or "quietTo" ? Refusals.HourOutOfRange.With().Say(t) : t["This cannot be read."]);
        string? refused = null;
        if (wrong.Count == 0)
        {
            switch (await settings.ChangeAsync(form, command.Version, turn.Caller, cancellationToken))
            {
                case Result<Salesperson>.Done(var person):
                    // The answer is in the language that was chosen just now.
                    var spoken = person.Language == t.Culture.TwoLetterISOLanguageName
                        ? t : new BotTexts(CultureInfo.GetCultureInfo(person.Language), company.Value.Currency);
                    return new Answer(SettingsCard.Form(spoken, person, null, wrong, spoken["Your settings are saved."]));
                case Result<Salesperson>.Refused denied:
                    refused = denied.Refusals.FirstOrDefault(r => r.Field is null)?.Say(t);
                    wrong = denied.Refusals.Where(r => r.Field is not null).GroupBy(r => r.Field!)
                        .ToDictionary(g => g.Key, g => g.First().Say(t));
                    break;
            }
        }

        var stored = (await settings.FindAsync(turn.Caller, cancellationToken))!;
        return new Answer(SettingsCard.Form(t, stored, refused is null ? form : null, wrong, null, refused));
    }
}
