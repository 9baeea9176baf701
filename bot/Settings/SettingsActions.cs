using System.Globalization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Settings;

/// <summary>What a person settles for themselves in the chat.</summary>
internal sealed class SettingsActions(OwnSettings settings, IOptions<CompanyOptions> company)
{
    public async Task<Answer> ShowAsync(ChatTurn turn, CancellationToken cancellationToken) =>
        new(SettingsCard.Form(turn.Texts, (await settings.FindAsync(turn.Caller, cancellationToken))!, null, new Dictionary<string, string>(), null));

    public async Task<Answer> SaveAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var form = new OwnSettingsForm(
            submit.Text("language") ?? turn.Caller.Language, submit.Time("briefAt"), submit.Time("quietFrom"), submit.Time("quietTo"),
            submit.Flag("companyKinds", absent: true) ? null : Kinds(submit));
        var wrong = submit.Unreadable.ToDictionary(
            input => input, input => input is "briefAt" or "quietFrom" or "quietTo" ? Refusals.HourOutOfRange.With().Say(t) : t["This cannot be read."]);
        string? refused = null;
        if (wrong.Count == 0)
        {
            switch (await settings.ChangeAsync(form, submit.Button.Version, turn.Caller, cancellationToken))
            {
                case Result<Salesperson>.Done(var person):
                    // The answer is in the language that was chosen just now.
                    var spoken = person.Language == t.Culture.TwoLetterISOLanguageName
                        ? t : new BotTexts(CultureInfo.GetCultureInfo(person.Language), company.Value.Currency);
                    return new Answer(SettingsCard.Form(spoken, person, null, wrong, spoken["Your settings are saved."]));
                case Result<Salesperson>.Refused denied:
                    refused = denied.Refusals.FirstOrDefault(r => r.Field is null)?.Say(t);
                    wrong = denied.Refusals.Where(r => r.Field is not null).GroupBy(r => r.Field!).ToDictionary(g => g.Key, g => g.First().Say(t));
                    break;
            }
        }

        var stored = (await settings.FindAsync(turn.Caller, cancellationToken))!;
        return new Answer(SettingsCard.Form(t, stored, refused is null ? form : null, wrong, null, refused));
    }

    /// <summary>The kinds that were ticked; others that came along are none.</summary>
    private static ReminderKinds Kinds(CardSubmit submit) => (submit.Text("kinds") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(name => Enum.TryParse<ReminderKinds>(name, ignoreCase: false, out var kind) && SettingsCard.Kinds.Contains(kind) ? kind : ReminderKinds.None)
        .Aggregate(ReminderKinds.None, (all, kind) => all | kind);
}
