using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>What everybody may settle for themselves: language, region, and how they want to be reminded.</summary>
public sealed class OwnSettings(OpportunitiesContext db, ReminderRulesActs reminders)
{
    /// <summary>The caller's own record, not tracked.</summary>
    public Task<Salesperson?> FindAsync(Caller caller, CancellationToken cancellationToken) =>
        db.Salespeople.AsNoTracking().SingleOrDefaultAsync(p => p.Id == caller.SalespersonId, cancellationToken);

    /// <summary>Takes on all of it, or nothing when a part is refused.</summary>
    /// <param name="form">The settings as they are to be.</param>
    /// <param name="version">The version the caller looked at; null accepts any.</param>
    /// <param name="caller">Whose they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<Salesperson>> ChangeAsync(OwnSettingsForm form, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<Salesperson>>(
            async token =>
            {
                var person = await db.Salespeople.SingleOrDefaultAsync(p => p.Id == caller.SalespersonId, token);
                if (person is null)
                {
                    return Refusals.NotFound;
                }

                // Asked before anything is saved: both parts are changed, or none.
                if (!Texts.Languages.Contains(form.Language))
                {
                    return Refusals.UnknownValue.For("language");
                }

                if (form.Region?.To is { } region && !Regions.Codes.Contains(region))
                {
                    return Refusals.UnknownValue.For("region");
                }

                var preferred = await reminders.PreferAsync(
                    person.Code, new ReminderPreferences(form.BriefAt, form.QuietFrom, form.QuietTo, form.AloneKinds), version, caller,
                    token);
                var isSame = person.Language == form.Language && (form.Region is null || form.Region.Value.To == person.Region);
                if (preferred is Result<Salesperson>.Refused || isSame)
                {
                    return preferred;
                }

                if (form.Region is { } wanted && person.WriteAs(wanted.To) is { } unknown)
                {
                    return unknown;
                }

                var changed = person.Change(new PersonDetails(
                    person.Name, person.Email, person.EntraObjectId, person.Role, person.TeamId, form.Language, person.TimeZone,
                    person.Blocked));
                var line = AuditEntry.Of(caller, AuditSubjects.Salesperson, person.Code, AuditSentences.Changed, person.Name);
                return changed is Result<Salesperson>.Done && await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal
                    ? refusal
                    : changed;
            },
            cancellationToken);
    }
}

/// <summary>Somebody's own settings; null follows the company.</summary>
/// <param name="Language">Two letters.</param>
/// <param name="BriefAt">When the daily brief comes, on their own clock.</param>
/// <param name="QuietFrom">From when on nothing is sent.</param>
/// <param name="QuietTo">Until when nothing is sent.</param>
/// <param name="AloneKinds">What comes at once and alone.</param>
public sealed record OwnSettingsForm(string Language, TimeOnly? BriefAt, TimeOnly? QuietFrom, TimeOnly? QuietTo, ReminderKinds? AloneKinds)
{
    /// <summary>The region whose numbers and dates they write, two capitals, null following the company; null leaves it as it is.</summary>
    public Change<string?>? Region { get; init; }
}
