using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>What everybody may settle for themselves: language, and how they want to be reminded.</summary>
public sealed class OwnSettings(OpportunitiesContext db)
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
                if (await db.WhyNotThisAsync(AuditSubjects.Salesperson, person?.Code ?? "", person, isNew: false, version, caller, token) is { } why)
                {
                    return why;
                }

                var wrong = Checks.All(
                    (form.QuietFrom is null) != (form.QuietTo is null) ? Refusals.QuietHoursHalf : null,
                    form.BriefAt is { } brief && form is { QuietFrom: { } from, QuietTo: { } to } && IsWithin(brief, from, to) ? Refusals.BriefInQuietHours : null);
                if (wrong.Count > 0)
                {
                    return wrong;
                }

                var changed = person!.Change(new PersonDetails(
                    person.Name, person.Email, person.EntraObjectId, person.Role, person.TeamId, form.Language, person.TimeZone, person.Blocked));
                if (changed is Result<Salesperson>.Refused)
                {
                    return changed;
                }

                person.Prefer(form.BriefAt, form.QuietFrom, form.QuietTo, form.AloneKinds);
                return await db.SaveActAsync(
                    AuditEntry.Of(caller, AuditSubjects.Salesperson, person.Code, AuditSentences.Changed, person.Name), caller, inTheWay: null, token)
                    is { } refusal ? refusal : person;
            },
            cancellationToken);
    }

    /// <summary>Quiet hours may go over midnight.</summary>
    private static bool IsWithin(TimeOnly time, TimeOnly from, TimeOnly to) => time.IsBetween(from, to);
}

/// <summary>Somebody's own settings; null follows the company.</summary>
/// <param name="Language">Two letters.</param>
/// <param name="BriefAt">When the daily brief comes, on their own clock.</param>
/// <param name="QuietFrom">From when on nothing is sent.</param>
/// <param name="QuietTo">Until when nothing is sent.</param>
/// <param name="AloneKinds">What comes at once and alone.</param>
public sealed record OwnSettingsForm(string Language, TimeOnly? BriefAt, TimeOnly? QuietFrom, TimeOnly? QuietTo, ReminderKinds? AloneKinds);
