using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// What a message says, in its parts: words, and the people who are mentioned among them. A mention of the bot itself is left out. Between
/// the marks stands what people read; who is meant stands in the activity's entities. Clients write the two in several ways: without the
/// entity's text, with an id in the mark, with characters escaped in one of them, a name of two words as two mentions, without any marks.
/// </summary>
internal sealed partial class SpokenText
{
    /// <summary>Nobody mentions more in one message; what is beyond is words.</summary>
    private const int MostMentions = 100;

    private readonly List<Part> _parts = [];

    private SpokenText(Activity activity)
    {
        var text = activity.Text ?? "";
        var at = 0;
        foreach (var mark in Marks(activity, text).OrderBy(m => m.At))
        {
            AddWords(text[at..mark.At]);
            if (!mark.IsBot)
            {
                AddPerson(new Part(mark.Name, mark.Who ?? new ChannelAccount(name: mark.Name)));
            }
            else
            {
                _parts.Add(new Part(" ", null));
            }

            at = mark.At + mark.Length;
        }

        AddWords(text[at..]);
    }

    /// <summary>The accounts of those who are mentioned; what is no account of a person, such as a tag or a channel, is left out.</summary>
    public IEnumerable<ChannelAccount> People => _parts.Select(p => p.Who).OfType<ChannelAccount>().Where(IsPerson);

    public static SpokenText Of(Activity activity) => new(activity);

    /// <summary>The text as it was meant: entities decoded, blanks collapsed.</summary>
    /// <param name="nameOf">What somebody who is mentioned is to be called; told is what the client calls them.</param>
    public string Say(Func<ChannelAccount, string, string>? nameOf = null)
    {
        var said = new StringBuilder();
        var lastWasName = false;
        foreach (var part in _parts)
        {
            var word = part.Who is { } who && nameOf is not null && IsPerson(who) ? nameOf(who, part.Text) : part.Text;
            if (word.Length == 0)
            {
                continue;
            }

            // A name is a word of its own, but "’s" behind it belongs to it.
            var isGlued = said.Length > 0 && char.IsLetterOrDigit(said[^1]) && char.IsLetterOrDigit(word[0])
                && (lastWasName || part.Who is not null);
            said.Append(isGlued ? " " : "").Append(word);
            lastWasName = part.Who is not null;
        }

        return Blanks().Replace(said.ToString(), " ").Trim();
    }

    /// <summary>The Entra object id of an account, where it tells one; null otherwise.</summary>
    public static Guid? ObjectIdOf(ChannelAccount account)
    {
        const string Prefix = "8:orgid:";
        var id = account.Id ?? "";
        return Guid.TryParse(account.AadObjectId, out var known)
            || Guid.TryParse(id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? id[Prefix.Length..] : id, out known)
            ? known == Guid.Empty ? null : known : null;
    }

    private static bool IsPerson(ChannelAccount account) =>
        ObjectIdOf(account) is not null || account.Id?.StartsWith("29:", StringComparison.Ordinal) == true;

    private void AddWords(string text)
    {
        if (text.Length > 0)
        {
            _parts.Add(new Part(WebUtility.HtmlDecode(text), null));
        }
    }

    /// <summary>Two mentions of one account side by side are one name; of two, they are two names.</summary>
    private void AddPerson(Part person)
    {
        var isApart = _parts is [.., { Who: not null }, { Who: null } between] && string.IsNullOrWhiteSpace(between.Text);
        var before = isApart ? _parts[^2] : _parts.Count > 0 && _parts[^1].Who is not null ? _parts[^1] : null;
        if (before is null)
        {
            _parts.Add(person);
            return;
        }

        if (isApart)
        {
            _parts.RemoveAt(_parts.Count - 1);
        }

        if (IsSame(before.Who!, person.Who!))
        {
            _parts[^1] = before with { Text = Alike(before.Text, person.Text) ? before.Text : $"{before.Text} {person.Text}" };
        }
        else
        {
            _parts.Add(new Part(", ", null));
            _parts.Add(person);
        }
    }

    /// <summary>Where in the text somebody is mentioned.</summary>
    private static List<Mark> Marks(Activity activity, string text)
    {
        var told = (activity.Entities ?? []).OfType<Mention>().Take(MostMentions).ToList();
        var open = told.ToList();
        List<Mark> marks = [];
        foreach (var written in Markup().Matches(text).Take(MostMentions))
        {
            var name = Tidy(written.Groups["name"].Value);
            var mention = open.Find(m => Fits(m, name)) ?? told.Find(m => Fits(m, name))
                ?? open.Find(m => string.IsNullOrEmpty(m.Text) && string.IsNullOrEmpty(m.Mentioned?.Name));
            Add(written.Index, written.Length, name, IdIn().Match(written.Groups["attributes"].Value).Groups["id"].Value, mention);
        }

        foreach (var mention in open.Where(m => m.Text is { Length: > 0 } written && !written.Contains('<')).ToList())
        {
            var at = text.IndexOf(mention.Text, StringComparison.Ordinal);
            if (at >= 0 && !marks.Exists(m => at < m.At + m.Length && m.At < at + mention.Text.Length))
            {
                Add(at, mention.Text.Length, NameIn(mention.Text), "", mention);
            }
        }

        return marks;

        void Add(int at, int length, string name, string id, Mention? mention)
        {
            var who = mention?.Mentioned;
            var isBot = who?.Id is { Length: > 0 } told ? IsSameId(told, activity.Recipient?.Id)
                : IsSameId(id, activity.Recipient?.Id) || Alike(name, activity.Recipient?.Name ?? "");
            if (mention is not null)
            {
                open.Remove(mention);
            }

            // The name that the entity tells is the whole one; without it, what stands between the marks is it.
            marks.Add(new Mark(at, length, who?.Name is { Length: > 0 } whole ? Tidy(whole) : name, who, isBot));
        }
    }

    private static bool Fits(Mention mention, string name) =>
        (mention.Text is { Length: > 0 } written && Alike(NameIn(written), name))
        || (mention.Mentioned?.Name is { Length: > 0 } called && Alike(Tidy(called), name));

    private static string NameIn(string written) =>
        Markup().Match(written) is { Success: true } mark ? Tidy(mark.Groups["name"].Value) : Tidy(written).TrimStart('@');

    private static string Tidy(string name) => Blanks().Replace(WebUtility.HtmlDecode(name), " ").Trim();

    private static bool Alike(string one, string other) => one.Length > 0 && SearchText.Fold(one) == SearchText.Fold(other);

    private static bool IsSame(ChannelAccount one, ChannelAccount other) =>
        IsSameId(one.Id, other.Id) || (ObjectIdOf(one) is { } id && id == ObjectIdOf(other));

    private static bool IsSameId(string? one, string? other) => !string.IsNullOrEmpty(one) && one == other;

    [GeneratedRegex(@"[^\S\n]+")]
    private static partial Regex Blanks();

    [GeneratedRegex("<at(?<attributes>\\s[^<>]*)?>(?<name>[^<>]*)</at>", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Markup();

    [GeneratedRegex("""\sid=["']?(?<id>[^"'\s]+)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex IdIn();

    /// <param name="Text">Words, or what somebody is called.</param>
    /// <param name="Who">Who is mentioned; null for words.</param>
    private sealed record Part(string Text, ChannelAccount? Who);

    private sealed record Mark(int At, int Length, string Name, ChannelAccount? Who, bool IsBot);
}
