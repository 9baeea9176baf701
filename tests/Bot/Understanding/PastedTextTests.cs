using ChatOpportunities.Bot.Understanding;
using static ChatOpportunities.Tests.Bot.Understanding.OneLineReading;

namespace ChatOpportunities.Tests.Bot.Understanding;

/// <summary>Mails and notes of meetings, pasted as they are.</summary>
public class PastedTextTests
{
    private const string English = """
        From: Megan Bowen <megan@fabrikam-clinics.com>
        Sent: Monday, 2 March 2026 10:00
        To: Anna Berg
        Subject: RE: FW: Depot lamps

        Hi Anna,
        We would like 40 lamps. Our budget is 12k, the decision comes by end of June.
        Call me on 06 12 34 56 78.

        Best regards,
        Megan

        From: Anna Berg <anna@example.com>
        Sent: Friday, 27 February 2026
        Subject: Depot lamps

        We could do 99k by May.
        """;

    private const string French = """
        De : Claire Petit <claire.petit@orange.fr>
        Envoyé : lundi 2 mars 2026 10:00
        À : Anna
        Objet : TR: Éclairage du dépôt

        Bonjour Anna,
        Notre budget est de 12 000 €, décision avant fin juin.
        Cordialement,
        Claire

        -----Message d'origine-----
        De : Anna
        99k en mai
        """;

    [Theory]
    [InlineData("en-US", English, "title=Depot lamps | contact=36 | value=12000 | close=2026-06-30 | doubts=closeDate,contact,value")]
    [InlineData("fr-FR", French, "title=Éclairage du dépôt | contact=38 | value=12000 | close=2026-06-30 | doubts=closeDate,contact,value")]
    [InlineData("en-US", "Subject: Pool lights for Contoso Hotels 45k\n\nSee below.\n\nOn Mon, 2 Mar 2026, Ben wrote:\n> 99k by May",
        "title=Pool lights | contact=31 | value=45000")]
    [InlineData("en-US", "Subject: Pool lights\nFrom: Zoe Zephyr\n\n45k please",
        "title=Pool lights | contact?=Zoe Zephyr | value=45000 | doubts=contact,value")]
    public void AMailIsReadByItsSubjectSenderAndText(string culture, string mail, string expected) =>
        Assert.Equal(expected, Told(ReadAmongOthers(mail, culture)));

    [Theory]
    [InlineData("en-US", "Meeting notes 12 March 2026 - Contoso Hotels\nAttendees: Ana, Ben\n"
        + "They want pool lights for the lobby, 45k, decision by end of June",
        "title=pool lights | contact=31 | value=45000 | close=2026-06-30 | doubts=closeDate,title,value")]
    [InlineData("en-US", "Call with Contoso Hotels on 16 March\nBudget 45k for new lamps", "contact=31 | value=45000 | doubts=value")]
    [InlineData("fr-FR", "Compte-rendu réunion du 3 avril\nParticipants : Ana, Ben\nDate : 03/04/2026\n"
        + "Saint-Gobain souhaite un nouvel éclairage du hall pour 45 000 €, signature le 30 juin",
        "title=nouvel éclairage du hall | contact=32 | value=45000 | close=2026-06-30 | doubts=closeDate,contact,title,value")]
    public void TheDateOfAMeetingIsNotTheClosingDate(string culture, string notes, string expected) =>
        Assert.Equal(expected, Told(ReadAmongOthers(notes, culture)));

    [Fact]
    public void LinesThatAreNeitherAreReadAsOneLine() =>
        Assert.Equal(
            "title=Contoso Hotels pool lights | contact=31 | value=45000 | close=2026-06-30 | who=1",
            Told(ReadAmongOthers("Contoso Hotels pool lights 45k\nclose end of June\nAnna", "en-US")));

    [Theory]
    [InlineData(English, "99k")]
    [InlineData(French, "99k")]
    public void WhatIsQuotedOfEarlierMailsNamesNobody(string mail, string quoted) =>
        Assert.DoesNotContain(quoted, PastedText.Naming(mail), StringComparison.Ordinal);

    [Theory]
    [InlineData("Subject:")]
    [InlineData("Subject:\n\n\n")]
    [InlineData("From:\nSubject:\nTo:")]
    [InlineData("Meeting\n")]
    [InlineData("Attendees:\nDate:")]
    [InlineData(":\n:\n:")]
    [InlineData(">\n> >\n--")]
    public void WhatOnlyBeginsLikeOneIsReadWithoutAnException(string text) => Assert.NotNull(ReadAmongOthers(text, "en-US"));
}
