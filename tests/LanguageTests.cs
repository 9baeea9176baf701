using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests;

/// <summary>Whatever is said to people is said in French too.</summary>
public sealed partial class LanguageTests
{
    private const string DomainCatalogue = "domain/Language/Texts.fr.resx";

    // Types whose public constants are sentences. A file named for refusals is read whole and needs no row here.
    private static readonly Type[] TypesWithSentences =
    [
        typeof(DateFormulaError), typeof(AuditSentences), typeof(Staleness), typeof(ReminderReasons),
        typeof(ChatOpportunities.Domain.StarterWords),
    ];

    [Theory]
    [InlineData("domain", DomainCatalogue)]
    [InlineData("bot", "bot/Language/BotTexts.fr.resx")]
    [InlineData("portal", "portal/Language/PortalTexts.fr.resx")]
    public void EverySentenceHasAFrenchOne(string project, string catalogue)
    {
        var known = Load(catalogue).Concat(Load(DomainCatalogue)).Select(s => s.English).ToHashSet();
        var used = Repository.In(project, ".cs", ".cshtml").SelectMany(f => UsedTexts.In(f, Repository.Read(f))).Concat(Declared(project));

        var missing = used.Where(u => !known.Contains(u.Sentence)).DistinctBy(u => u.Sentence).Select(u => "  " + u).ToList();

        Assert.True(missing.Count == 0, $"{catalogue} lacks {missing.Count}:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void NoCatalogueHasASentenceTwice()
    {
        // The resource compiler does not tell upper from lower case.
        var twice = Catalogues().SelectMany(c => Load(c).GroupBy(s => s.English, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1).Select(g => $"{c}: \"{g.Key}\"")).ToList();

        Assert.True(twice.Count == 0, string.Join('\n', twice));
    }

    [Fact]
    public void AFrenchSentenceLeavesOpenWhatItsEnglishOneDoes()
    {
        var wrong = Catalogues().SelectMany(c => Load(c)
            .Where(s => string.IsNullOrWhiteSpace(s.French) || !Placeholders(s.English).SetEquals(Placeholders(s.French)))
            .Select(s => $"{c}: \"{s.English}\" → \"{s.French}\"")).ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("brief", "résumé")] // point du jour
    [InlineData("limit", "limite")] // délai
    public void AThingHasOneNameInFrench(string english, string anotherName)
    {
        var wrong = Catalogues().SelectMany(Load)
            .Where(s => s.English.Contains(english, StringComparison.OrdinalIgnoreCase)
                && s.French.Contains(anotherName, StringComparison.OrdinalIgnoreCase))
            .Select(s => s.French).ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void AButtonAndARowArePressed_NeitherTappedNorClicked()
    {
        var wrong = Catalogues().SelectMany(Load).SelectMany(s => new[] { s.English, s.French })
            .Where(s => AnotherPress().IsMatch(s)).ToList();

        Assert.True(wrong.Count == 0, "Say press, in French appuyer and appui:\n" + string.Join('\n', wrong));
    }

    [Fact]
    public void PeopleReadTheNameOfTheStore_NotThatOfTheCode()
    {
        var wrong = Catalogues().SelectMany(Load).SelectMany(s => new[] { s.English, s.French })
            .Where(s => s.Contains("ChatOpportunities", StringComparison.Ordinal))
            .ToList();

        Assert.Empty(wrong);
    }

    [Fact]
    public void NoLineOfFrenchBreaksBeforeATallMarkOrInsideQuotationMarks()
    {
        var t = BotTexts.For("fr-FR");
        var wrong = Load(DomainCatalogue).Concat(Load("bot/Language/BotTexts.fr.resx")).Select(s => t[s.English])
            .Where(s => BreakingBlank().IsMatch(s)).ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void NothingIsCountedInThePluralAlone()
    {
        // "At most 500 characters" are limits of ours, which are never one.
        var wrong = Catalogues().SelectMany(Load).SelectMany(s => new[] { s.English, s.French })
            .Where(s => !s.Contains('|', StringComparison.Ordinal) && Counted().IsMatch(s)).ToList();

        Assert.True(wrong.Count == 0, "One or many, as in \"{0} {0:day|days}\":\n" + string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("{0} taken back.", 1, "1 reprise.")]
    [InlineData("{0} taken back.", 2, "2 reprises.")]
    [InlineData("{0} more; they follow as these are done.", 1, "1 de plus ; elle suit quand celles-ci sont terminées.")]
    [InlineData("{0} more are on the pipeline page of the portal.", 1, "1 de plus figure sur la page du portefeuille du portail.")]
    [InlineData("And {0} more, which come up as you go.", 1, "Et 1 de plus, qui suivra.")]
    [InlineData("The value “{0}” in the column {1} could not be read.", 1, "La valeur « 1 » dans la colonne 2 n’a pas pu être lue.")]
    public void AFrenchSentenceAgreesWithWhatItSpeaksOf(string english, int first, string french) =>
        Assert.Equal(french, BotTexts.For("fr-FR")[english, first, 2].Replace('\u00A0', ' ').Replace('\u202F', ' '));

    [Theory]
    [InlineData("""t["Moved to {0}.", stage]""", "Moved to {0}.")]
    [InlineData("""@Model.T["Save"]""", "Save")]
    [InlineData("""_texts["Say \"hi\" \u2026"]""", "Say \"hi\" …")]
    [InlineData("texts[@\"C:\\{0} \"\"x\"\"\"]", "C:\\{0} \"x\"")]
    [InlineData("""title="@T["Close"]" aria-label="@T["Shut"]" """, "Close", "Shut")]
    [InlineData("""t[won ? "Won." : "Lost.", "Contoso"]""", "Won.", "Lost.")]
    [InlineData("""t[kind == "x" ? "A one." : "B one."]""", "A one.", "B one.")]
    [InlineData("""t[kind is "x" ? "A one." : "B one."]""", "A one.", "B one.")]
    [InlineData("""t[kind switch { "x" => "A one.", _ => "B one." }, 1]""", "A one.", "B one.")]
    [InlineData("t[\n  \"One \" +\n  \"sentence.\"]", "One sentence.")]
    [InlineData("""t[Sentence("code"), "argument"]""")]
    [InlineData("""t[refusal.Sentence]""")]
    [InlineData("""t["Outer {0}.", t["inner"]]""", "Outer {0}.", "inner")]
    [InlineData("""t[$"Moved to {stage}."]""", UsedTexts.Interpolated)]
    [InlineData("""  /// <c>t["Not said"]</c>""")]
    [InlineData("""part["nothing"]; rest["nothing"]; context["nothing"]; args["t"]""")]
    [InlineData("""[Display(Name = "Sales cycle"), Required(ErrorMessage = "Give a name.")]""", "Sales cycle", "Give a name.")]
    public void TheSentencesInASourceAreFound(string source, params string[] sentences) =>
        Assert.Equal(sentences, UsedTexts.In("bot/Some.cs", source).Select(u => u.Sentence));

    [Fact]
    public void InAFileOfRefusalsEverySentenceIsFound() => Assert.Equal(
        ["{0} is blocked.", "The cycle has no stages."],
        UsedTexts.In("domain/Refusals.cs", """
            public static Refusal Blocked(string name) => new("salesperson.blocked", "salespersonCode", "{0} is blocked.", name);
            // "Not said either."
            public static readonly Refusal NoStages = new("cycle.noStages", null, "The cycle has no stages.");
            """).Select(u => u.Sentence));

    [Fact]
    public void NoPageSaysAWordThatIsNotInACatalogue()
    {
        // Names, which are the same in every language.
        string[] names = ["CSV", "Excel", "https://", "/openapi/v1.json"];
        var words = Repository.In("portal", ".cshtml")
            .SelectMany(f => HardCoded(Repository.Read(f)).Where(w => !names.Contains(w)).Select(w => $"{f}: {w}"));

        Assert.Empty(words);
    }

    [Theory]
    [InlineData("<p>Hello there</p>", "Hello there")]
    [InlineData("<a title=\"Go\" href=\"/x\">@T[\"Go\"]</a>", "Go")]
    [InlineData("<td>@row.No</td> @* <b>not said</b> *@ <code>2W</code>")]
    [InlineData("@if (a > b && c < d) { <b>@T[\"x\"]</b> }")]
    public void AWordInAPageIsFound(string page, params string[] expected) => Assert.Equal(expected, HardCoded(page));

    private static IEnumerable<string> HardCoded(string page)
    {
        var said = Unsaid().Replace(page, "");
        return Between().Matches(said).Concat(InAttribute().Matches(said)).Select(m => m.Groups["text"].Value.Trim());
    }

    // Razor comments, and elements whose text is not said to people.
    [GeneratedRegex(@"@\*.*?\*@|<(script|style|code)\b.*?</\1>", RegexOptions.Singleline)]
    private static partial Regex Unsaid();

    // Between two tags, with letters and nothing that only code has.
    [GeneratedRegex(@"(?<![=\-])>(?<text>[^<>@{}()=;]*[A-Za-z]{2,}[^<>@{}()=;]*)<(?=[/a-z])")]
    private static partial Regex Between();

    [GeneratedRegex(@"\b(title|placeholder|aria-label|alt)=""(?<text>[^""@]*[A-Za-z]{2,}[^""@]*)""")]
    private static partial Regex InAttribute();

    private static IEnumerable<UsedText> Declared(string project) => TypesWithSentences
        .Where(t => t.Assembly.GetName().Name!.EndsWith(project, StringComparison.OrdinalIgnoreCase))
        .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral && f.FieldType == typeof(string)),
            (t, f) => new UsedText(t.Name + "." + f.Name, 1, (string)f.GetRawConstantValue()!));

    private static IEnumerable<string> Catalogues() =>
        Repository.Files.Where(f => f.EndsWith(".fr.resx", StringComparison.Ordinal));

    private static List<(string English, string French)> Load(string catalogue) => !File.Exists(Path.Combine(Repository.Root, catalogue))
        ? []
        : [.. XDocument.Parse(Repository.Read(catalogue)).Root!.Elements("data")
            .Select(d => (d.Attribute("name")!.Value, d.Element("value")?.Value ?? ""))];

    private static HashSet<string> Placeholders(string sentence) =>
        [.. Placeholder().Matches(sentence.Replace("{{", "", StringComparison.Ordinal)).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(
        @"(?<!at most )(?<!au plus )\{\d\} (working |open |jours? |tâches )?(days|weeks|months|times|tasks|stages|people|entries|opportunities|reminders|jours|semaines|tâches|étapes|personnes|écritures|opportunités|rappels)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Counted();

    [GeneratedRegex(@"\b(tap|taps|tapped|tapping|click\w*|touchez|toucher|cliqu\w+|clics?|pressions?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AnotherPress();

    [GeneratedRegex("( [;:!?»%])|« ")]
    private static partial Regex BreakingBlank();

    [GeneratedRegex(@"\{(\d+)([,:][^{}]*)?\}")]
    private static partial Regex Placeholder();
}
