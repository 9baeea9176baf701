using System.Globalization;
using System.Net;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Pages.Setup.Reminders;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Portal.Pages.Setup;

/// <summary>What could not be delivered, as an admin sees it.</summary>
public sealed class DeliveryPageTests(PortalApplication portal) : IClassFixture<PortalApplication>
{
    [Theory]
    [InlineData("not the manager any more", "Quelqu’un d’autre est responsable à présent.")]
    [InlineData("task given to somebody else", "La tâche a été confiée à quelqu’un d’autre.")]
    [InlineData("theirs again", "L’opportunité est de nouveau à cette personne.")]
    [InlineData("not won any more", "L’opportunité n’est plus gagnée.")]
    [InlineData("no channel chosen", "Leur équipe n’a choisi aucun canal pour ses affaires gagnées.")]
    [InlineData("rule turned off", "La règle a été désactivée.")]
    [InlineData("said not to be theirs", "La personne a dit que ce n’est pas à elle.")]
    [InlineData("opportunity closed", "L’opportunité est clôturée.")]
    public void AReasonOfOursIsSaidInWords(string reason, string french) =>
        Assert.Equal(french, new PortalTexts(CultureInfo.GetCultureInfo("fr"), "EUR").WhyNotDelivered(reason));

    [Fact]
    public async Task WhatEndedForAReasonOfOursSaysSo()
    {
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var reminder = await db.Reminders.Where(r => r.State == ReminderState.Pending).OrderByDescending(r => r.Id).FirstAsync();
            reminder.End("task given to somebody else");
            await db.SaveChangesAsync();
        });

        var page = await (await portal.SignInAsync("EMMA")).SeeAsync("/setup/reminders?state=Cancelled");

        Assert.Contains(
            "The task was given to somebody else.", page.Document.QuerySelector("table[aria-labelledby=log]")!.TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenAnswersAndRemindersThatDidNotArrive_ThenAnAdminSeesWhoseTheyWereAndWhy()
    {
        portal.IsBroken = true; // rows are written past the outbox
        await portal.DoAsync<OpportunitiesContext>(async db =>
        {
            var anna = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
            var now = TimeProvider.System.GetUtcNow();
            OutboxMessage Failed(long id, long turn, Guid? who, string conversation, string why) => new()
            {
                Id = id,
                TurnId = turn,
                EntraObjectId = who?.ToString(),
                TenantId = "tenant",
                ConversationId = conversation,
                Payload = "",
                FailedAt = now,
                LastError = why,
            };
            db.OutboxMessages.AddRange(
                Failed(1, 1, anna.EntraObjectId, "a:1", "Transient: 503"),
                Failed(2, 1, anna.EntraObjectId, "a:1", "Transient: 503"),
                Failed(3, 3, null, "a:2", "<script>alert(1)</script>"));
            var reminders = await db.Reminders.Where(r => r.State == ReminderState.Pending).Include(r => r.Opportunity)
                .OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(2).ToListAsync();
            reminders[0].Fail("Rejected: MessageSizeTooBig");
            reminders[1].Unreachable("Blocked: ConversationBlockedByUser", TimeProvider.System.GetUtcNow().AddHours(1));
            await db.SaveChangesAsync();
        });

        var emma = await portal.SignInAsync("EMMA");
        Assert.Equal("/setup/reminders?stuck=true#log", (await emma.OpenAsync("/delivery")).Location);
        var page = await emma.SeeAsync("/setup/reminders?stuck=true");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        string Table(string id) => page.Document.QuerySelector($"table[aria-labelledby={id}] tbody")!.TextContent;
        Assert.Contains("Anna Keller", Table("answers"), StringComparison.Ordinal);
        Assert.Equal(
            ["2", "1"],
            page.Document.QuerySelectorAll("table[aria-labelledby=answers] td[data-label=Messages]").Select(cell => cell.TextContent));
        Assert.Contains("Teams could not be reached (503).", Table("answers"), StringComparison.Ordinal);
        Assert.Contains("Somebody unknown", Table("answers"), StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("main script"));
        Assert.Contains("Teams refused the message (Rejected: MessageSizeTooBig).", Table("log"), StringComparison.Ordinal);
        Assert.Contains("They have blocked the bot.", Table("log"), StringComparison.Ordinal);
        Assert.Contains("next attempt", Table("log"), StringComparison.Ordinal);
        Assert.Null((await (await portal.SignInAsync("DAVID")).SeeAsync("/setup/reminders")).Document.QuerySelector("#answers"));
    }
}
