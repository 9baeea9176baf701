namespace ChatOpportunities.Tests.Support;

/// <summary>Texts whose blanks are compared as one types them; which of them break no line is the matter of tests of their own.</summary>
internal static class Blanks
{
    public static string WithPlainBlanks(this string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
