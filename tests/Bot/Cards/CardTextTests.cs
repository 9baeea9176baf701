using ChatOpportunities.Bot.Cards;

namespace ChatOpportunities.Tests.Bot.Cards;

public class CardTextTests
{
    [Theory]
    [InlineData("Contoso rollout", "Contoso rollout")]
    [InlineData("[x](http://evil)", @"\[x\]\(http://evil)")]
    [InlineData("![x](http://evil/p.png)", @"!\[x\]\(http://evil/p.png)")]
    [InlineData("[x]: http://evil", @"\[x\]: http://evil")]
    [InlineData("<http://evil>", @"\<http://evil>")]
    [InlineData("<at>Bob</at>", @"\<at>Bob\</at>")]
    [InlineData("<!-- gone -->", @"\<!-- gone -->")]
    [InlineData("1 < 2 and 3 > 2 <3", "1 < 2 and 3 > 2 <3")]
    [InlineData("*bold*", @"\*bold\*")]
    [InlineData("__bold__ snake_case", @"\_\_bold\_\_ snake\_case")]
    [InlineData("~~gone~~", @"\~\~gone\~\~")]
    [InlineData("`code`", @"\`code\`")]
    [InlineData("1. a", @"1\. a")]
    [InlineData("12) a", @"12\) a")]
    [InlineData("1.5 million", "1.5 million")]
    [InlineData("2026 plan", "2026 plan")]
    [InlineData("- a", @"\- a")]
    [InlineData("+ a", @"\+ a")]
    [InlineData("---", @"\---")]
    [InlineData("a - b", "a - b")]
    [InlineData("# Title", @"\# Title")]
    [InlineData("#1 and #2", @"\#1 and #2")]
    [InlineData("> quoted", @"\> quoted")]
    [InlineData(@"C:\temp", @"C:\temp")]
    [InlineData(@"\*not bold\*", @"\\\*not bold\\\*")]
    [InlineData(@"ends with \", @"ends with \\")]
    [InlineData("Johnson & Sons (Paris)", "Johnson & Sons (Paris)")]
    [InlineData("R&D; AT&T", @"R\&D; AT&T")]
    [InlineData("&lt;at&gt; &#60; &#x3C;", @"\&lt;at\&gt; \&#60; \&#x3C;")]
    [InlineData("{{DATE(2026-01-05T08:00:00Z, SHORT)}}", @"{\{DATE(2026-01-05T08:00:00Z, SHORT)}}")]
    [InlineData("a\r\nb\n\n- c", "a\n\nb\n\n\\- c")]
    [InlineData("    indented", "indented")]
    [InlineData("tab\there\u0000\u0007", "tab here")]
    [InlineData("👩‍💻 done ✅", "👩‍💻 done ✅")]
    [InlineData("صفقة كبيرة *", @"صفقة كبيرة \*")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    public void TextOfPeopleRendersLetterForLetter(string text, string escaped) => Assert.Equal(escaped, CardText.Escape(text));

    [Fact]
    public void HalfACharacterBecomesAReplacementSign() => Assert.Equal("a\uFFFDb", CardText.Escape("a\uD83Db"));

    [Theory]
    [InlineData("*as it is* [x](y)", "*as it is* [x](y)")]
    [InlineData("two\nlines\u0000", "two lines")]
    public void WhereMarkdownIsNotRead_NothingIsEscaped(string text, string plain) => Assert.Equal(plain, CardText.Plain(text));
}
