using System.Globalization;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Bot.Understanding;

/// <summary>What people say is heard as they mean it: <c>docs/talking.md</c> is the measure.</summary>
public sealed class TalkingTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly NamedRecord[] People =
    [
        new(1, "ANNA", "Anna Keller", null), new(2, "BEN", "Ben Okafor", null), new(3, "CHLOE", "Chloé Martin", null),
        new(4, "DAVID", "David Lindqvist", null), new(5, "EMMA", "Emma Rossi", null),
    ];

    private static readonly NamedRecord[] Cycles = [new(1, "NEW", "New business", null), new(2, "EXISTING", "Existing customer", null)];

    private static readonly IReadOnlyList<NamedRecord> Stages = MakeStages();

    [Fact]
    public void EverySentenceOfTheDocumentIsHeardAsItIsMeant()
    {
        var rows = TalkingRow.Read();
        Assert.True(rows.Count >= 400, $"{rows.Count} rows");
        Assert.InRange(rows.Count(r => r.IsFrench) / (double)rows.Count, 0.48, 0.52);
        var missed = rows
            .Select(row => (Row: row, Heard: TalkingRow.Heard(row.Say, ContextOf(row)))).Where(r => !r.Row.IsMeant(r.Heard))
            .Select(r => $"{r.Row.Say}: meant {r.Row.Means}, heard {r.Heard}").ToList();
        Assert.True(missed.Count == 0, string.Join('\n', missed));
    }

    [Theory]
    [InlineData("Move 3 servers to Azure")]
    [InlineData("Move to cloud")]
    [InlineData("Next generation network")]
    [InlineData("Set of 12 chairs for Contoso 4k")]
    [InlineData("Push 3 pallets")]
    [InlineData("Call centre lighting")]
    [InlineData("Lost and found office")]
    [InlineData("20% discount for Contoso")]
    [InlineData("Second floor lighting 15k")]
    [InlineData("Change management training 20k")]
    [InlineData("Note taking software")]
    [InlineData("Suite royale Contoso")]
    [InlineData("Gagner du temps 5k")]
    [InlineData("Retard de livraison Contoso 12k")]
    [InlineData("Passer au LED")]
    [InlineData("new Move to LED, Litware, 8.5k")]
    [InlineData("new opportunity for Ben 5k")]
    [InlineData("nouvelle affaire Contoso Hotels éclairage piscine 45k clôture fin juin")]
    public void ATitleWithWordsOfCommandsIsNoTalk(string title) => Assert.Null(TalkReader.Read(title, Context(isFrench: false, myself: 1)));

    [Fact]
    public void AnyMixtureOfWordsIsReadWithoutFailing()
    {
        var random = new Random(20260302); // the same mixtures every time
        string[] words =
        [
            .. TalkLexicon.Phrases.Order(StringComparer.Ordinal), "12", "#7", "OPP-00003", "60k", "1,5", "99999999999", "31", "30/02/2026",
                "%", "70%", ":", ",",
            "?", "!", "\"", "«", "»", "'", "l'", "-la", "n°", "😀", "\u0001", "é", "Ben", "chloé", "Contoso", "by", "9h", "8:30",
                "end of", "february",
            "31 june", "q4", "2026", "next", "dernier", "\ud800", "(", "@", "€", "—",
        ];
        TalkContext[] contexts = [Context(isFrench: false, myself: 1), Context(isFrench: true, myself: 4)];
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(random.Next(8) == 0 ? "" : " ", random.GetItems(words, random.Next(1, 12)));
            var context = contexts[i % 2];
            contexts[i % 2] = context with { Asked = TalkReader.Read(text, context) ?? context.Asked };
            _ = TalkReader.IsTalk(text);
        }

        Assert.Null(TalkReader.Read(string.Join(' ', Enumerable.Repeat("value", 1000)), contexts[0]));
    }

    [Theory]
    [InlineData(true, "what is overdue?", "who owns radiology", "when does it close", "why did we lose", "how much is it", "is it closed?",
        "good morning", "hello", "thx!", "thanks a lot", "no thanks", "never mind", "forget it", "yes", "ok save", "bye, see you tomorrow",
        "which ones did i lose", "how are you today?", "combien vaut mon pipeline ?", "qui suit la 26", "pourquoi on perd", "bonjour",
            "merci bien",
        "non merci", "laisse tomber", "oui enregistre", "à demain", "qu'est-ce qui est en retard")]
    [InlineData(false, "Move to cloud", "Next generation network", "Contoso Hotels pool lights 45k", "30k", "Anna", "Open day lighting",
        "Hi-tech hangar", "Second floor lighting", "Passer au LED", "Note de service", "Marc Dubois", "Set of 12 chairs", "😀",
            "Suite royale")]
    public void TalkIsTheLineThatCanBeNoAnswerToAForm(bool isTalk, params string[] lines) =>
        Assert.All(lines, line => Assert.True(TalkReader.IsTalk(line) == isTalk, line));

    private static TalkContext ContextOf(TalkingRow row) => row.After.Aggregate(
        Context(row.IsFrench, row.IsManagers ? 4 : 1), (context, said) => context with { Asked = TalkReader.Read(said, context) });

    private static TalkContext Context(bool isFrench, long myself) =>
        new(Today, CultureInfo.GetCultureInfo(isFrench ? "fr-FR" : "en"), "OPP-", People, myself, Stages) { Cycles = Cycles };

    private static IReadOnlyList<NamedRecord> MakeStages()
    {
        string[] names = ["Initial", "Qualification", "Presentation", "Proposal", "Sign", "Sign contract"];
        return [.. names.Select((name, i) => new NamedRecord(i + 1, "NEW", name))];
    }
}
