using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain.Reminders;

/// <summary>From which state to which a reminder goes, asked of the bare record.</summary>
public sealed class ReminderRuleTests
{
    private static readonly DateTimeOffset Now = An.Caller().Now;
    private static readonly DateTimeOffset Tomorrow = Now.AddDays(1);

    private static Reminder Planned() => Reminder.Plan(ReminderKind.HandOver, "key", 50, 21, null, Now, "David");

    private static Reminder In(ReminderState state)
    {
        var reminder = Planned();
        switch (state)
        {
            case ReminderState.Sending:
                // Claimed by a statement in the database.
                typeof(Reminder).GetProperty(nameof(Reminder.State))!.SetValue(reminder, ReminderState.Sending);
                typeof(Reminder).GetProperty(nameof(Reminder.ClaimedBy))!.SetValue(reminder, Guid.NewGuid());
                typeof(Reminder).GetProperty(nameof(Reminder.Attempts))!.SetValue(reminder, 1);
                break;
            case ReminderState.Sent:
                reminder.Sent("message", Guid.Empty, alone: true, Now);
                break;
            case ReminderState.Acted:
                reminder.Sent("message", Guid.Empty, alone: true, Now);
                reminder.Acted(Now);
                break;
            case ReminderState.Snoozed:
                reminder.Sent("message", Guid.Empty, alone: true, Now);
                reminder.Snooze(Tomorrow, Now).Done();
                break;
            case ReminderState.Cancelled:
                reminder.Cancel(Now);
                break;
            case ReminderState.Failed:
                reminder.Fail("gone");
                break;
        }

        Assert.Equal(state, reminder.State);
        return reminder;
    }

    [Fact]
    public void AReminderIsPlannedForWhoHasTheOpportunityAndDueAtItsInstant()
    {
        var reminder = Planned();

        Assert.Equal((ReminderKind.HandOver, "key", 50L, 21, "David"),
            (reminder.Kind, reminder.Key, reminder.OpportunityId, reminder.SalespersonId, reminder.FromName));
        Assert.Equal(
            (ReminderState.Pending, Now, Now, 0, 0),
            (reminder.State, reminder.DueAt, reminder.NextAttemptAt, reminder.Attempts, reminder.Snoozes));
    }

    // Planned anew tomorrow, when 22 has the opportunity.
    [Theory]
    [InlineData(ReminderState.Pending, ReminderState.Pending, true, 22)]
    [InlineData(ReminderState.Cancelled, ReminderState.Pending, true, 22)]
    [InlineData(ReminderState.Snoozed, ReminderState.Snoozed, false, 21)]
    [InlineData(ReminderState.Sending, ReminderState.Sending, false, 21)]
    [InlineData(ReminderState.Sent, ReminderState.Sent, false, 21)]
    [InlineData(ReminderState.Acted, ReminderState.Acted, false, 21)]
    [InlineData(ReminderState.Failed, ReminderState.Pending, true, 22)]
    public void PlannedAgainItGoesToTheNewOwnerUnlessItWasSent(ReminderState from, ReminderState to, bool due, long person)
    {
        var reminder = In(from);
        var (dueBefore, nextBefore) = (reminder.DueAt, reminder.NextAttemptAt);
        var later = Now.AddDays(5);

        reminder.PlanAgain("key", 22, An.Today, later);

        Assert.Equal(
            (to, due ? later : dueBefore, due ? later : nextBefore, person),
            (reminder.State, reminder.DueAt, reminder.NextAttemptAt, reminder.SalespersonId));
    }

    [Theory]
    [InlineData(ReminderState.Pending, ReminderState.Pending)]
    [InlineData(ReminderState.Cancelled, ReminderState.Pending)]
    [InlineData(ReminderState.Failed, ReminderState.Failed)] // an admin decides
    public void PlannedAgainForTheSamePersonWhatWasGivenUpStaysSo(ReminderState from, ReminderState to)
    {
        var reminder = In(from);

        reminder.PlanAgain("key", 21, An.Today, Now.AddDays(5));

        Assert.Equal(to, reminder.State);
    }

    [Fact]
    public void WhatSomebodySaysIsNotTheirsComesToNobodyButAnotherPerson()
    {
        var reminder = Planned();
        reminder.Refuse(Now);

        reminder.PlanAgain("key", 21, An.Today, Now.AddDays(5));
        Assert.Equal((ReminderState.Cancelled, (DateTimeOffset?)null), (reminder.State, reminder.NextAttemptAt));

        reminder.PlanAgain("key", 22, An.Today, Now.AddDays(5));
        Assert.Equal(
            (ReminderState.Pending, (DateTimeOffset?)Now.AddDays(5), null), (reminder.State, reminder.NextAttemptAt, reminder.LastError));
    }

    [Fact]
    public void WhatWasPutOffStaysSoWhenItsDeliveryFails()
    {
        var reminder = In(ReminderState.Snoozed);

        reminder.NotSent("busy", Tomorrow);
        Assert.Equal(ReminderState.Snoozed, reminder.State);
        reminder.HandTo(22, Now.AddDays(5));

        Assert.Equal((22, (DateTimeOffset?)Now.AddDays(5)), (reminder.SalespersonId, reminder.NextAttemptAt));
    }

    [Fact]
    public void WhatWasPutOffComesOnItsDayToWhoHasItThen()
    {
        var reminder = In(ReminderState.Snoozed);

        reminder.HandTo(22, Now.AddDays(5));

        Assert.Equal((ReminderState.Snoozed, 22, Now.AddDays(5)), (reminder.State, reminder.SalespersonId, reminder.DueAt));
    }

    [Theory]
    [InlineData(ReminderState.Pending, ReminderState.Cancelled)]
    [InlineData(ReminderState.Snoozed, ReminderState.Acted)] // asked once already
    [InlineData(ReminderState.Sending, ReminderState.Cancelled)]
    [InlineData(ReminderState.Sent, ReminderState.Sent)]
    [InlineData(ReminderState.Acted, ReminderState.Acted)]
    [InlineData(ReminderState.Failed, ReminderState.Failed)]
    public void WhatHasNotReachedItsReaderIsCancelledAndNeverSent(ReminderState from, ReminderState to)
    {
        var reminder = In(from);

        reminder.Cancel(Now);

        Assert.Equal((to, null, null), (reminder.State, reminder.NextAttemptAt, reminder.ClaimedBy));
    }

    [Theory]
    [InlineData(ReminderState.Sent, true)]
    [InlineData(ReminderState.Pending, false)]
    [InlineData(ReminderState.Snoozed, false)]
    [InlineData(ReminderState.Cancelled, false)]
    public void OnlyWhatWasSentIsAnswered(ReminderState from, bool answered)
    {
        var reminder = In(from);

        reminder.Acted(Tomorrow);

        Assert.Equal((answered ? ReminderState.Acted : from, answered ? Tomorrow : null), (reminder.State, reminder.ActedAt));
    }

    [Theory]
    [InlineData(ReminderState.Pending, true)]
    [InlineData(ReminderState.Snoozed, true)]
    [InlineData(ReminderState.Sending, false)]
    [InlineData(ReminderState.Sent, false)]
    [InlineData(ReminderState.Cancelled, false)]
    public void WhatIsPlannedOrPutOffWaits(ReminderState state, bool waits) => Assert.Equal(waits, In(state).IsWaiting);

    [Theory]
    [InlineData(ReminderState.Sending)]
    [InlineData(ReminderState.Acted)]
    [InlineData(ReminderState.Cancelled)]
    [InlineData(ReminderState.Failed)]
    public void OnlyWhatIsAskedIsPutOff(ReminderState state) => Assert.Equal(["reminderDone"], In(state).Snooze(Tomorrow, Now).Why());

    [Fact]
    public void WhatIsDueAndNotSentYetIsPutOffToo_AndThenComesOnItsDayOnly()
    {
        Planned().Snooze(Tomorrow, Now.AddTicks(-1)).Done();
        Assert.Equal(["reminderDone"], Planned().Snooze(Now.AddTicks(-1), Now.AddTicks(-2)).Why()); // that would be sooner
        var reminder = Planned();

        reminder.Snooze(Tomorrow, Now).Done();

        Assert.Equal((ReminderState.Snoozed, (DateTimeOffset?)Tomorrow, 1), (reminder.State, reminder.NextAttemptAt, reminder.Snoozes));
    }

    [Fact]
    public void ItIsPutOffToALaterInstantAtMostAYearAway()
    {
        var reminder = In(ReminderState.Sent);
        Assert.Equal(["snoozeInPast until"], reminder.Snooze(Now, Now).Why());
        Assert.Equal(["snoozeInPast until"], reminder.Snooze(Now.AddDays(366).AddTicks(1), Now).Why());
        Assert.Equal(ReminderState.Sent, reminder.State);

        reminder.Snooze(Now.AddDays(366), Now).Done();

        Assert.Equal(
            (ReminderState.Snoozed, Now.AddDays(366), Now.AddDays(366), 1),
            (reminder.State, reminder.DueAt, reminder.NextAttemptAt, reminder.Snoozes));
    }

    [Fact]
    public void PressedTwiceItIsPutOffOnceAndToAnotherDayAgain()
    {
        var reminder = In(ReminderState.Snoozed);

        reminder.Snooze(Tomorrow, Now).Done();
        Assert.Equal(1, reminder.Snoozes);
        reminder.Snooze(Now.AddDays(2), Now).Done();
        Assert.Equal((2, Now.AddDays(2)), (reminder.Snoozes, reminder.DueAt));
    }

    [Fact]
    public void WhatIsPutOffStartsItsAttemptsAnew()
    {
        var reminder = In(ReminderState.Sending);
        reminder.Sent("message", Guid.Empty, alone: true, Now);

        Assert.Equal(0, reminder.Snooze(Tomorrow, Now).Done().Attempts);
    }

    [Fact]
    public void WhatTheChannelTookIsSentAndLeavesNothingToSend()
    {
        var reminder = In(ReminderState.Sending);
        reminder.NotSent("timeout", Tomorrow);

        reminder.Sent(new string('m', 1000), Guid.Empty, alone: true, Now);

        Assert.Equal(
            (ReminderState.Sent, Now, null, null, null),
            (reminder.State, reminder.SentAt, reminder.NextAttemptAt, reminder.ClaimedBy, reminder.LastError));
        Assert.Equal(1000, reminder.Delivery!.Length);
    }

    [Fact]
    public void ANameOfAMessageThatIsTooLongToKeepIsNotKept()
    {
        var reminder = In(ReminderState.Sending);
        reminder.Sent(new string('m', 1001), Guid.Empty, alone: true, Now);
        Assert.Null(reminder.Delivery);
    }

    [Fact]
    public void WhatWasNotTakenIsTriedAgainAndSaysWhy()
    {
        var reminder = In(ReminderState.Sending);

        reminder.NotSent(new string('e', 201), Tomorrow);

        Assert.Equal(
            (ReminderState.Pending, Tomorrow, null, 1), (reminder.State, reminder.NextAttemptAt, reminder.ClaimedBy, reminder.Attempts));
        Assert.Equal(new string('e', 200), reminder.LastError);
    }

    [Fact]
    public void AnAttemptWithoutAReaderDoesNotCount()
    {
        var reminder = In(ReminderState.Sending);

        reminder.Unreachable("noChat", Tomorrow);

        Assert.Equal(
            (ReminderState.Pending, Tomorrow, 0, "noChat"),
            (reminder.State, reminder.NextAttemptAt, reminder.Attempts, reminder.LastError));
    }

    [Fact]
    public void WhatIsGivenUpIsNotTriedAgainAndSaysWhy()
    {
        var reminder = In(ReminderState.Sending);

        reminder.Fail(new string('e', 200));

        Assert.Equal(
            (ReminderState.Failed, null, null, 200),
            (reminder.State, reminder.NextAttemptAt, reminder.ClaimedBy, reminder.LastError!.Length));
    }
}
