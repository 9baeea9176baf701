using System.Globalization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// Which opportunity a sentence means: by number, as "it", as a row of the list last shown, or by words of its title or contact.
/// </summary>
internal sealed class MeantByWords(
    OpportunitiesContext db, OpportunityQueries queries, ContactsInText contacts, IOptions<CompanyOptions> company)
{
    /// <summary>Of several that fit, so many are offered.</summary>
    public const int MostOffered = 5;

    /// <summary>A line whose opportunity is guessed at has no more words that count.</summary>
    private const int MostWords = 12;

    /// <summary>Finds it among what the person may see. What they may not see is answered like what is not there.</summary>
    public async Task<Meant> FindAsync(Reference which, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        switch (which.Kind)
        {
            case ReferenceKind.Number:
                return new Meant(NumberOf(which.Text));
            case ReferenceKind.Row:
                var listed = (await ShownThings.FindAsync(db, turn, cancellationToken)).Rows;
                var at = which.Row == 0 ? listed.Count - 1 : which.Row - 1;
                return listed.Count == 0
                    ? Meant.Nothing(t["No list has been shown here lately. Say “my opportunities” and then “the second one”."])
                    : at >= listed.Count ? Meant.Nothing(t["The list has only {0} {0:row|rows}.", listed.Count])
                    : new Meant(listed[at]);
            case ReferenceKind.Before:
                return (await ShownThings.FindAsync(db, turn, cancellationToken)).Before is { } before
                    ? new Meant(before) : Meant.Nothing(t["Before the last one, none has been shown here lately."]);
            case ReferenceKind.Words:
                return await ByWordsAsync(which.Text, turn, cancellationToken);
            default:
                return await ItAsync(turn, cancellationToken);
        }
    }

    /// <summary>The number as it is written in full.</summary>
    public string NumberOf(string digits) => company.Value.OpportunityNumberPrefix
        + (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToString("D" + company.Value.OpportunityNumberWidth, CultureInfo.InvariantCulture);

    /// <summary>Contacts whose name begins with the words, the best first: all of them when a company and its people are meant.</summary>
    public async Task<IReadOnlyList<NamedContact>> ContactsAsync(string words, CancellationToken cancellationToken)
    {
        var wanted = Words(words);
        if (wanted.Length == 0)
        {
            return [];
        }

        var found = await contacts.BeginningAsync(words, cancellationToken);
        var fits = found.Where(c => Fits(wanted, SearchText.Fold(c.Name))).ToList();
        if (fits.Count == 0)
        {
            found = await contacts.NearAsync(words, cancellationToken);
            fits = [.. found.Where(c => Fits(wanted, SearchText.Fold(c.Name)))];
        }

        // A company stands for its people.
        var firms = fits.Where(c => c.Company is null).ToList();
        return firms.Count > 0 ? [.. firms, .. fits.Where(c => c.Company is not null && firms.TrueForAll(f => f.Name != c.Company))] : fits;
    }

    /// <summary>
    /// What comes nearest to the words among those of the list last shown and the person's own, slips of the keyboard apart.
    /// </summary>
    /// <remarks>At least half of the words must be found again, and the best of those are told.</remarks>
    public async Task<IReadOnlyList<NamedOpportunity>> NearestAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var wanted = Words(text).Where(w => w.Length > 2).Take(MostWords).ToArray();
        if (wanted.Length == 0)
        {
            return [];
        }

        var listed = (await ShownThings.FindAsync(db, turn, cancellationToken)).Rows;
        var known = (await queries.NamedAsync(listed, turn.Caller, cancellationToken))
            .Concat(await queries.OpenNamedAsync(turn.Caller, cancellationToken)).DistinctBy(c => c.Id);
        var scored = known.Select(c => (Candidate: c, Found: Found(wanted, c)))
            .Where(c => c.Found * 2 >= wanted.Length && c.Found > 0).ToList();
        var best = scored.Select(c => c.Found).DefaultIfEmpty().Max();
        return [.. scored.Where(c => c.Found == best).Select(c => c.Candidate)];
    }

    private static int Found(string[] wanted, NamedOpportunity candidate)
    {
        var words = Words($"{candidate.Title} {candidate.Contact} {candidate.Company}");
        return wanted.Count(w => Array.Exists(words, n => n.StartsWith(w, StringComparison.Ordinal)
            || (w.Length > 3 && EditDistance.Between(w, n, w.Length > 7 ? 2 : 1) <= (w.Length > 7 ? 2 : 1))));
    }

    /// <summary>
    /// The one shown last. A reminder that has come since may have been read or not: then it is one of the two. After a list it may be
    /// any row.
    /// </summary>
    private async Task<Meant> ItAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        var shown = await ShownThings.FindAsync(db, turn, cancellationToken);
        var reminded = await ShownThings.RemindedOfAsync(db, shown, turn, cancellationToken);
        var listed = shown.No is null ? shown.Rows : [];
        if ((reminded is null || reminded == shown.No) && listed.Count == 0)
        {
            return (shown.No ?? await queries.OnlyOpenAsync(turn.Caller, cancellationToken)) is { } it
                ? new Meant(it) { IsIt = true } : await UnsaidAsync(turn, cancellationToken);
        }

        string[] meant = [.. new[] { reminded, shown.No }.OfType<string>().Union(listed)];
        var known = (await queries.NamedAsync(meant, turn.Caller, cancellationToken)).ToDictionary(o => o.No);
        var offered = meant.Where(known.ContainsKey).Select(no => known[no]).Take(MostOffered)
            .Select(o => new NamedRecord(o.Id, o.No, o.Title, o.Contact)).ToList();
        return offered switch
        {
            [] => await UnsaidAsync(turn, cancellationToken),
            [var only] => new Meant(only.Code) { IsIt = true },
            _ => new Meant(null)
            {
                Candidates = offered,
                Why = turn.Texts[listed.Count > 0 ? "Several were shown last. Which one do you mean?"
                    : "A reminder came in between. Which one do you mean?"],
            },
        };
    }

    /// <summary>Without a word and without anything shown: the person's own are offered.</summary>
    private async Task<Meant> UnsaidAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        var own = await queries.OpenOfAsync(turn.Caller.SalespersonId, MostOffered, turn.Caller, cancellationToken);
        return own.Count == 0
            ? Meant.Nothing(turn.Texts["Nothing has been shown here lately. Say which one: its number, its title or its contact."])
            : new Meant(null) { Candidates = own, Why = turn.Texts["Nothing has been shown here lately. Which one do you mean?"] };
    }

    private async Task<Meant> ByWordsAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var wanted = Words(text);
        if (wanted.Length == 0)
        {
            return Meant.Nothing(t["I do not know which one “{0}” is.", text.Shortened()]);
        }

        var listed = (await ShownThings.FindAsync(db, turn, cancellationToken)).Rows;
        var candidates = (await queries.NamedAsync(listed, turn.Caller, cancellationToken)).Where(c => Fits(wanted, c)).ToList();
        if (candidates.Count == 0)
        {
            candidates = [.. (await queries.OpenNamedAsync(turn.Caller, cancellationToken)).Where(c => Fits(wanted, c))];
        }

        if (candidates.Count == 0)
        {
            var known = await ContactsAsync(text, cancellationToken);
            candidates = known.Count == 0 ? []
                : [.. await queries.OfContactsAsync([.. known.Select(c => c.Id)], MostOffered + 1, turn.Caller, cancellationToken)];
        }

        if (candidates.Count == 0)
        {
            candidates = [.. await queries.TitledAsync(text, MostOffered + 1, turn.Caller, cancellationToken)];
        }

        var exact = candidates.Where(c => SearchText.Fold(c.Title) == SearchText.Fold(text)).ToList();
        candidates = exact.Count == 1 ? exact : candidates;
        return candidates.Count switch
        {
            0 => Meant.Nothing(t["I find none called “{0}” among those you may see.", text.Shortened()]),
            1 => new Meant(candidates[0].No),
            _ => new Meant(null)
            {
                Candidates = [.. candidates.Take(MostOffered).Select(c => new NamedRecord(c.Id, c.No, c.Title, c.Contact))],
                Why = t["Several fit “{0}”. Which one do you mean?", text.Shortened()],
            },
        };
    }

    private static string[] Words(string text) =>
        [.. SearchText.Fold(text).Split([' ', '\'', ',', '.', '?', '!', '"', ':', ';', '-', '@'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Length > 1)];

    private static bool Fits(string[] wanted, NamedOpportunity candidate) =>
        Fits(wanted, SearchText.Fold($"{candidate.Title} {candidate.Contact} {candidate.Company}"));

    /// <summary>Each word begins one of the name's, a slip of the keyboard apart where it is long enough.</summary>
    private static bool Fits(string[] wanted, string name)
    {
        var words = name.Split([' ', '\'', ',', '.', '-', '&', '/'], StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(wanted, w => Array.Exists(words, n => n.StartsWith(w, StringComparison.Ordinal)
            || (w.Length >= 5 && n.Length >= 5 && EditDistance.Between(w, n, 1) <= 1)
            || (w.Length >= 5 && n.Length > w.Length && EditDistance.Between(w, n[..w.Length], 1) <= 1)));
    }
}

/// <summary>What was found: one, several to choose from, or a sentence that says why none.</summary>
/// <param name="No">The one; null when there is none, or several.</param>
internal sealed record Meant(string? No)
{
    public IReadOnlyList<NamedRecord> Candidates { get; init; } = [];

    public string? Why { get; init; }

    /// <summary>Whether it was taken for what was shown last: the answer names it.</summary>
    public bool IsIt { get; init; }

    public static Meant Nothing(string why) => new((string?)null) { Why = why };
}
