using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>How long the log and what was delivered are kept, where an operator has set it.</summary>
[Trait("Suite", "Database")]
public sealed class RetentionOptionsTests
{
    /// <summary>In days, of the lines of the log.</summary>
    private static readonly int[] Ages = [400, 364, 1];

    [Fact]
    public async Task WhatIsOlderThanTheSettingsSayGoes_AndNothingElse()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var now = host.Clock.GetUtcNow();
        var (open, won) = await host.DoAsync<OpportunitiesContext, (long, long)>(async db => (
            await db.Opportunities.Where(o => o.Status == OpportunityStatus.InProgress).Select(o => o.Id).FirstAsync(),
            await db.Opportunities.Where(o => o.Status == OpportunityStatus.Won).Select(o => o.Id).FirstAsync()));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.Reminders.RemoveRange(await db.Reminders.ToListAsync());
            await db.SaveChangesAsync();
            foreach (var (key, opportunity, age) in new[] { ("old-open", open, 400), ("old-won", won, 400), ("new-won", won, 40) })
            {
                var reminder = Reminder.Plan(ReminderKind.NoActivity, key, opportunity, 1, null, now.AddDays(-age));
                db.Reminders.Add(reminder);
                db.Entry(reminder).Property(r => r.NextAttemptAt).CurrentValue = null;
                db.Entry(reminder).Property(r => r.State).CurrentValue = ReminderState.Cancelled;
            }

            db.AuditEntries.RemoveRange(await db.AuditEntries.ToListAsync());
            db.AuditEntries.AddRange(Ages.Select(
                age => AuditEntry.OfProduct(now.AddDays(-age), AuditSubjects.Company, $"{age}", AuditSentences.CalendarChanged)));
            await db.SaveChangesAsync();
        });

        await RemoveAsync(host, new RetentionOptions());
        Assert.Equal((3, 3), await LeftAsync(host));

        await RemoveAsync(host, new RetentionOptions { AuditDays = 365, DeliveryDays = 90 });
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Equal(["1", "364"], await db.AuditEntries.Select(a => a.SubjectKey).OrderBy(k => k).ToListAsync());
            Assert.Equal(["new-won", "old-open"], await db.Reminders.Select(r => r.Key).OrderBy(k => k).ToListAsync());
        });
    }

    [Theory]
    [InlineData(29, null, 30, "Retention:AuditDays")]
    [InlineData(null, 0, 30, "Retention:DeliveryDays")]
    [InlineData(null, null, 0, "Retention:UndeliveredDays")]
    [InlineData(30, 36500, 1, null)]
    [InlineData(null, null, 30, null)]
    public void AWrongSettingIsNamed(int? audit, int? delivery, int undelivered, string? named)
    {
        var result = new RetentionOptionsValidator().Validate(
            null, new RetentionOptions { AuditDays = audit, DeliveryDays = delivery, UndeliveredDays = undelivered });

        Assert.Equal(named is not null, result.Failed);
        Assert.StartsWith(named ?? "", result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    private static Task RemoveAsync(DomainHost host, RetentionOptions options) => host.DoAsync<OpportunitiesContext>(
        db => ExpiredItems.RemoveSomeAsync(db, options, host.Clock.GetUtcNow(), CancellationToken.None));

    private static Task<(int Lines, int Reminders)> LeftAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, (int, int)>(
        async db => (await db.AuditEntries.CountAsync(), await db.Reminders.CountAsync()));
}
