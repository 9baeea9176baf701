using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatOpportunities.Tests.Support;

/// <summary>A sentence that a source file says to people.</summary>
internal sealed record UsedText(string File, int Line, string Sentence)
{
    public override string ToString() => $"\"{Sentence}\"   {File}:{Line}";
}

/// <summary>
/// Finds the sentences in C# and Razor sources: what stands first in <c>t["…"]</c> (also behind a condition, in a switch or
/// put together with +), in <c>Display(Name = "…")</c> and <c>ErrorMessage = "…"</c>, and anything like a sentence in the files
/// where refusals are declared.
/// </summary>
internal static partial class UsedTexts
{
    /// <summary>Stands for a sentence made at run time, which no catalogue can have.</summary>
    public const string Interpolated = "(an interpolated string: give the values as arguments)";

    public static IEnumerable<UsedText> In(string file, string source)
    {
        foreach (Match match in Indexer().Matches(source))
        {
            if (!IsComment(source, match.Index))
            {
                foreach (var (at, sentence) in FirstArgument(source, match.Index + match.Length))
                {
                    yield return new UsedText(file, Line(source, at), sentence);
                }
            }
        }

        foreach (Match match in Annotation().Matches(source))
        {
            var at = match.Index + match.Length;
            if (!IsComment(source, match.Index) && ReadLiteral(source, ref at) is { } sentence)
            {
                yield return new UsedText(file, Line(source, match.Index), sentence);
            }
        }

        if (Path.GetFileName(file).Contains("Refusal", StringComparison.Ordinal))
        {
            for (var at = 0; at < source.Length; at++)
            {
                if (IsLiteral(source, at) && !IsComment(source, at))
                {
                    var line = Line(source, at);
                    if (ReadLiteral(source, ref at) is { } text && Sentence().IsMatch(text))
                    {
                        yield return new UsedText(file, line, text);
                    }

                    at--;
                }
            }
        }
    }

    private static List<(int At, string Sentence)> FirstArgument(string source, int at)
    {
        var found = new List<(int At, string Sentence)>();
        var calls = new Stack<bool>();
        var joins = false;
        var compares = false;
        while (at < source.Length)
        {
            if (IsLiteral(source, at))
            {
                var start = at;
                var literal = ReadLiteral(source, ref at) ?? Interpolated;
                if (!calls.Contains(true) && !compares && !Arrow().IsMatch(source.AsSpan(at, Math.Min(40, source.Length - at))))
                {
                    if (joins && found.Count > 0)
                    {
                        found[^1] = (found[^1].At, found[^1].Sentence + literal);
                    }
                    else
                    {
                        found.Add((start, literal));
                    }
                }

                (joins, compares) = (false, false);
                continue;
            }

            var c = source[at];
            switch (c)
            {
                case '(' or '[' or '{':
                    // Inside a call's or an indexer's arguments stand other strings than the sentence.
                    calls.Push(c != '{' && at > 0 && (char.IsLetterOrDigit(source[at - 1]) || source[at - 1] is '_' or ')' or ']'));
                    break;
                case ')' or ']' or '}' when calls.Count > 0:
                    calls.Pop();
                    break;
                case ',' when calls.Count > 0:
                    break;
                case ',' or ')' or ']' or '}' or ';':
                    return found;
                default:
                    if (!char.IsWhiteSpace(c))
                    {
                        joins = c == '+';
                        compares = (c == '=' && source[at - 1] is '=' or '!') || (c == 's' && source.AsSpan(0, at + 1).EndsWith(" is"));
                    }

                    break;
            }

            at++;
        }

        return found;
    }

    private static bool IsLiteral(string source, int at) =>
        source[at] == '"' || (source[at] is '$' or '@' && at + 1 < source.Length
            && (source[at + 1] == '"' || (source[at + 1] is '$' or '@' && at + 2 < source.Length && source[at + 2] == '"')));

    /// <summary>Reads the literal and goes past its end; null for an interpolated one.</summary>
    private static string? ReadLiteral(string source, ref int at)
    {
        var (verbatim, interpolated) = (false, false);
        for (; source[at] != '"'; at++)
        {
            verbatim |= source[at] == '@';
            interpolated |= source[at] == '$';
        }

        if (source.AsSpan(at).StartsWith("\"\"\"") && !verbatim)
        {
            var end = source.IndexOf("\"\"\"", at + 3, StringComparison.Ordinal);
            var raw = source[(at + 3)..(end < 0 ? source.Length : end)];
            at = end < 0 ? source.Length : end + 3;
            return interpolated ? null : raw;
        }

        var text = new StringBuilder();
        for (at++; at < source.Length; at++)
        {
            var c = source[at];
            if (c == '"')
            {
                if (!verbatim || at + 1 == source.Length || source[at + 1] != '"')
                {
                    break;
                }

                at++;
            }
            else if (c == '\\' && !verbatim && at + 1 < source.Length)
            {
                c = source[++at];
                if (c == 'u')
                {
                    c = (char)int.Parse(source.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    at += 4;
                }
                else
                {
                    c = c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => c };
                }
            }

            text.Append(c);
        }

        at++;
        return interpolated ? null : text.ToString();
    }

    private static bool IsComment(string source, int at)
    {
        var start = source.LastIndexOf('\n', Math.Max(at - 1, 0)) + 1;
        return source[start..Math.Max(at, start)].TrimStart() is var before
            && (before.StartsWith("//", StringComparison.Ordinal) || before.StartsWith("@*", StringComparison.Ordinal));
    }

    private static int Line(string source, int at) => source.AsSpan(0, at).Count('\n') + 1;

    [GeneratedRegex(@"(?<![A-Za-z0-9])_?[tT](exts)?!?\[")]
    private static partial Regex Indexer();

    [GeneratedRegex(@"\b(Display\(\s*Name|ErrorMessage)\s*=\s*(?=[@$""])")]
    private static partial Regex Annotation();

    // What people read: begins like a sentence and has more than one word.
    [GeneratedRegex(@"^[\p{Lu}{]\S* .")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\s*=>")]
    private static partial Regex Arrow();
}
