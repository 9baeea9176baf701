using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Domain;

/// <summary>What single values must be, wherever they stand.</summary>
public sealed class ValueRuleTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" ab ", "AB")]
    [InlineData("ß-é", "ß-É")]
    public void ACodeIsComparedWithoutBlanksAndInCapitals(string? typed, string kept) => Assert.Equal(kept, Checks.NormalCode(typed));

    [Theory]
    [InlineData(null, null)]
    [InlineData("  ", null)]
    [InlineData("\t\r\n", null)]
    [InlineData("  a  b ", "a  b")]
    [InlineData("a\tb\u0000c", "a b c")]
    [InlineData("😀", "😀")]
    public void ATextIsKeptTidy(string? typed, string? kept) => Assert.Equal(kept, Checks.Tidy(typed));

    [Fact]
    public void HalfACharacterIsReplaced() => Assert.Equal("a\uFFFD", Checks.Tidy("a" + '\uD83D'));

    [Theory]
    [InlineData("A", true)]
    [InlineData("É1_.-", true)]
    [InlineData("_A", true)]
    [InlineData("12345", true)]
    [InlineData("123456", false)]
    [InlineData("", false)]
    [InlineData(".A", false)]
    [InlineData("-A", false)]
    [InlineData("A B", false)]
    [InlineData("A/B", false)]
    [InlineData("A\n", false)]
    public void ACodeHasLettersDigitsAndAFewSigns(string code, bool taken)
    {
        var refusal = Checks.Code(code, 5, "teamCode");

        Assert.Equal(taken ? null : "teamCode", refusal?.Field);
        Assert.Equal(taken ? [] : new object[] { 5 }, refusal?.Arguments ?? []);
    }

    [Fact]
    public void ATextIsNotBlankAndNotTooLongOnceItIsTidy()
    {
        Assert.Null(Checks.RequiredText(" abc ", 3, "name"));
        Assert.Equal(("tooLong", "name"), Named(Checks.RequiredText("abcd", 3, "name")));
        Assert.Equal([3], Checks.RequiredText("abcd", 3, "name")!.Arguments);
        Assert.Equal(("required", "name"), Named(Checks.RequiredText(" ", 3, "name")));
        Assert.Null(Checks.Length(null, 3, "name"));
        Assert.Null(Checks.Length("abc", 3, "name"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("a@contoso.example", null)]
    [InlineData("A <a@contoso.example>", "badEmail")]
    [InlineData("contoso.example", "badEmail")]
    public void AMailAddressIsBareOrNone(string? address, string? code) => Assert.Equal(code, Checks.Email(address, "email")?.Code);

    [Fact]
    public void AMailAddressHasAtMostTwoHundredCharacters()
    {
        string Address(int length) => new string('a', length - 16) + "@contoso.example";
        Assert.Null(Checks.Email(Address(200), "email"));
        var refusal = Checks.Email(Address(201), "email");
        Assert.Equal(("tooLong", "email"), Named(refusal));
        Assert.Equal([200], refusal!.Arguments);
        Assert.Equal("mail", Checks.Email("x", "mail")!.Field);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("100", true)]
    [InlineData("33.33", true)]
    [InlineData("-0.01", false)]
    [InlineData("100.01", false)]
    [InlineData("33.333", false)]
    public void APercentageLiesBetweenZeroAndHundredWithTwoDecimals(string percent, bool taken) =>
        Assert.Equal(taken ? null : ("percentOutOfRange", "chances"), Named(Checks.Percent(Number(percent), "chances")));

    [Theory]
    [InlineData("0", true)]
    [InlineData("999999999999.99", true)]
    [InlineData("0.01", true)]
    [InlineData("-0.01", false)]
    [InlineData("1000000000000", false)]
    [InlineData("0.001", false)]
    public void AnAmountIsNotNegativeAndHasTwoDecimals(string amount, bool taken) =>
        Assert.Equal(taken ? null : ("badAmount", "value"), Named(Checks.Amount(Number(amount), "value")));

    [Theory]
    [InlineData("1900-01-01", true)]
    [InlineData("2999-12-31", true)]
    [InlineData("1899-12-31", false)]
    [InlineData("3000-01-01", false)]
    public void ADateLiesBetween1900And2999(string date, bool taken) =>
        Assert.Equal(taken ? null : ("badDate", "day"), Named(Checks.Date(
            DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), "day")));

    [Theory]
    [InlineData("  Éclair À GOGO ", "eclair a gogo")]
    [InlineData("a\u0301B\tc", "ab c")]
    [InlineData("Ǆ", "dz")]
    [InlineData(" ", "")]
    [InlineData("가", "가")]
    public void SearchedTextHasNeitherCaseNorAccents(string text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Theory]
    [InlineData(256, 0)]
    [InlineData(257, 3)]
    public void NamesAreComparedUpToTheLongestOneThereIs(int length, int slips) =>
        Assert.Equal(slips, EditDistance.Between(new string('a', length), new string('a', length), 2));

    [Fact]
    public void OneTextLongerThanAnyNameIsEnoughToBeFar() =>
        Assert.Equal(2, EditDistance.Between(new string('a', 256), new string('a', 257), 1));

    [Theory]
    [InlineData("abc", "", 3, 3)]
    [InlineData("abc", "", 2, 3)]
    [InlineData("ab", "ba", 1, 1)]
    [InlineData("abcd", "wxyz", 1, 2)]
    [InlineData("contoso", "otnosoc", 3, 3)]
    public void MoreSlipsThanMatterAreOneMore(string one, string other, int most, int slips) =>
        Assert.Equal(slips, EditDistance.Between(one, other, most));

    [Fact]
    public void ARefusalIsSaidInTheLanguageAndFormatsOfItsReader()
    {
        var (english, french) = (new Texts(CultureInfo.GetCultureInfo("en"), "EUR"), new Texts(CultureInfo.GetCultureInfo("fr"), "EUR"));
        var moment = new DateTimeOffset(2026, 3, 2, 9, 5, 0, TimeSpan.Zero);
        var formula = An.Cycle().AddStage(1, An.Details("A", formula: "1X"));
        var refusal = Assert.IsType<Result<SalesCycleStage>.Refused>(formula).First;

        Assert.Equal("The date may not lie before the creation on 2 Mar 2026.", Refusals.DateBeforeCreation.With(An.Today).Say(english));
        Assert.Equal(
            "La date ne peut pas précéder la création, le 2\u00A0mars 2026.", Refusals.DateBeforeCreation.With(An.Today).Say(french));
        Assert.StartsWith(
            "Ben changed this on 2 Mar 2026 09:05: x", Refusals.Stale.With("Ben", moment, "x").Say(english), StringComparison.Ordinal);
        Assert.Equal(
            "This is not a date formula: Character 2: one of the units D, WD, W, M, Q and Y was expected here.", refusal.Say(english));
        Assert.Contains("Caractère 2", refusal.Say(french), StringComparison.Ordinal);
    }

    [Fact]
    public void OfSeveralRefusalsTheFirstCounts()
    {
        Result<int> two = new List<Refusal> { Refusals.NotStarted.With(), Refusals.Required.For("name") };
        Result<int> one = Refusals.Forbidden;

        Assert.Equal(
            ("notStarted", RefusalKind.State),
            (Assert.IsType<Result<int>.Refused>(two).First.Code, Assert.IsType<Result<int>.Refused>(two).First.Rule.Kind));
        Assert.True(((IOutcome)one).IsRefused);
        Assert.False(((IOutcome)(Result<int>)1).IsRefused);
    }

    /// <summary>A program tells rules apart by their codes, so none may change or stand twice.</summary>
    [Fact]
    public void EveryRuleIsKnownByItsNameAndSaysSomethingInBothLanguages()
    {
        var french = new Texts(CultureInfo.GetCultureInfo("fr"), "EUR");
        var rules = typeof(Refusals).GetFields().Select(f => (f.Name, Rule: (RefusalRule)f.GetValue(null)!)).ToList();
        string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

        Assert.All(rules, r => Assert.Equal(r.Name == nameof(Refusals.StaleWithoutHistory) ? "stale" : Camel(r.Name), r.Rule.Code));
        Assert.All(rules, r => Assert.NotEqual(r.Rule.Sentence, french[r.Rule.Sentence]));
        Assert.All(rules, r => Assert.EndsWith(r.Rule == Refusals.BadDateFormula ? "}" : ".", r.Rule.Sentence, StringComparison.Ordinal));
        Assert.All(rules.Where(r => r.Rule.Field is not null), r => Assert.Matches(@"^[a-z][A-Za-z]+\z", r.Rule.Field));
    }

    private static (string, string?)? Named(Refusal? refusal) => refusal is null ? null : (refusal.Code, refusal.Field);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
