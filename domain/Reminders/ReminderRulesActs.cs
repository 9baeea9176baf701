using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Reminders;

/// <summary>Setting up what people are reminded of, and how each wants it; and sending again by hand what failed.</summary>
public sealed class ReminderRulesActs(OpportunitiesContext db, ReminderPlanner planner)
{
    internal const string RulesKey = "rules";

    /// <summary>The rules that hold now, and their version; 0 while the settings stand for them. Managers and admins.</summary>
    public async Task<Result<CurrentReminderRules>> FindAsync(Caller caller, CancellationToken cancellationToken) =>
        AccessPolicy.MayReadSetup(caller)
            ? new CurrentReminderRules(
                await planner.RulesAsync(cancellationToken),
                await db.ReminderRules.Where(r => r.Key == 1).Select(r => r.Version).SingleOrDefaultAsync(cancellationToken))
            : Refusals.Forbidden;

    /// <summary>Changes the company's rules; admins only. What waits is planned anew at the next ticks.</summary>
    public Task<Result<CurrentReminderRules>> SaveAsync(
        ReminderRulesForm form, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return db.InTransactionAsync<Result<CurrentReminderRules>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var rules = await db.ReminderRules.SingleOrDefaultAsync(r => r.Key == 1, token);
                if (version is not null && version != (rules?.Version ?? 0))
                {
                    return await db.WhyStaleAsync(AuditSubjects.Reminders, RulesKey, caller, token);
                }

                if (Wrong(form) is { Count: > 0 } wrong)
                {
                    return wrong;
                }

                if (rules is null)
                {
                    db.ReminderRules.Add(rules = ReminderRules.Of(form));
                }
                else
                {
                    rules.With(form);
                    db.Entry(rules).State = EntityState.Modified;
                }

                await planner.ReplanAllAsync(token);
                return await db.SaveActAsync(
                    AuditEntry.Of(caller, AuditSubjects.Reminders, RulesKey, AuditSentences.ReminderRules), caller, inTheWay: null, token)
                    is { } refusal ? refusal : new CurrentReminderRules(form, rules.Version);
            },
            cancellationToken);
    }

    /// <summary>How a person wants to be reminded; the person themselves, or an admin. Null follows the company.</summary>
    public Task<Result<Salesperson>> PreferAsync(
        string code, ReminderPreferences preferences, long? version, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        return db.InTransactionAsync<Result<Salesperson>>(
            async token =>
            {
                var key = Checks.NormalCode(code);
                var person = await db.Salespeople.SingleOrDefaultAsync(p => p.Code == key, token);
                if (person is null || (!AccessPolicy.MaySetUp(caller) && person.Id != caller.SalespersonId))
                {
                    return AccessPolicy.MaySetUp(caller) ? Refusals.NotFound : Refusals.Forbidden;
                }

                if (await db.WhyNotThisAsync(AuditSubjects.Salesperson, key, person, isNew: false, version, caller, token) is { } stale)
                {
                    return stale;
                }

                var company = await planner.RulesAsync(token);
                var (from, to) = preferences.QuietFrom is null && preferences.QuietTo is null
                    ? (company.QuietFrom, company.QuietTo) : (preferences.QuietFrom, preferences.QuietTo);
                var refusals = Checks.All(
                    preferences.QuietFrom is null != preferences.QuietTo is null ? Refusals.QuietHoursHalf : null,
                    ReminderHours.IsQuiet(preferences.BriefAt ?? company.BriefAt, from, to) ? Refusals.BriefInQuietHours : null,
                    preferences.AloneKinds is { } kinds && !IsKnown(kinds) ? Refusals.UnknownValue.For("aloneKinds") : null);
                if (refusals.Count > 0)
                {
                    return refusals;
                }

                person.Prefer(preferences.BriefAt, preferences.QuietFrom, preferences.QuietTo, preferences.AloneKinds);
                var line = AuditEntry.Of(caller, AuditSubjects.Salesperson, key, AuditSentences.ReminderPreferences, person.Name);
                return await db.SaveActAsync(
                    line, caller, inTheWay: null, token, then: again => planner.ReplanPersonAsync(person, caller.Now, again))
                    is { } refusal ? refusal : person;
            },
            cancellationToken);
    }

    /// <summary>Sends again by hand what failed or waits for its person; admins only.</summary>
    public Task<Result<Reminder>> RetryAsync(long id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return db.InTransactionAsync<Result<Reminder>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var reminder = await db.Reminders.Include(r => r.Opportunity).Include(r => r.Salesperson)
                    .SingleOrDefaultAsync(r => r.Id == id, token);
                if (reminder is null)
                {
                    return Refusals.NotFound;
                }

                var result = reminder.Again(caller.Now);
                if (result is Result<Reminder>.Refused)
                {
                    return result;
                }

                var line = AuditEntry.Of(
                    caller, AuditSubjects.Reminders, reminder.Opportunity?.No ?? RulesKey, AuditSentences.ReminderSentAgain,
                    reminder.Salesperson!.Name);
                return await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal ? refusal : result;
            },
            cancellationToken);
    }

    private static bool IsKnown(ReminderKinds kinds) => (kinds & ~Enum.GetValues<ReminderKinds>().Aggregate((a, b) => a | b)) == 0;

    /// <summary>What is wrong with a set of rules.</summary>
    internal static List<Refusal> Wrong(ReminderRulesForm form)
    {
        static Refusal? Days(int? days, string field) => days is null or (>= 1 and <= 365) ? null : Refusals.RuleDaysOutOfRange.For(field);
        return Checks.All(
            Days(form.NearCloseDays, "nearCloseDays"),
            Days(form.NoActivityDays, "noActivityDays"),
            Days(form.EscalateAfterDays, "escalateAfterDays"),
            form.AlonePerHour is >= 1 and <= 60 ? null : Refusals.CapOutOfRange,
            form.QuietFrom is null != form.QuietTo is null ? Refusals.QuietHoursHalf : null,
            ReminderHours.IsQuiet(form.BriefAt, form.QuietFrom, form.QuietTo) ? Refusals.BriefInQuietHours : null,
            IsKnown(form.AloneKinds) ? null : Refusals.UnknownValue.For("aloneKinds"));
    }
}

/// <summary>The rules that hold, and the version a form carries.</summary>
public sealed record CurrentReminderRules(ReminderRulesForm Rules, long Version);

/// <summary>How one person wants to be reminded; null follows the company.</summary>
public sealed record ReminderPreferences(TimeOnly? BriefAt, TimeOnly? QuietFrom, TimeOnly? QuietTo, ReminderKinds? AloneKinds);
