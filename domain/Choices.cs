using System.Collections.Frozen;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain;

/// <summary>A record as drop-downs and readers of text know it.</summary>
/// <param name="Id">Its key in the database.</param>
/// <param name="Code">Its code, or the number of a contact: what forms send.</param>
/// <param name="Name">Its name, or the description of what has none.</param>
/// <param name="Company">The company of a contact who is a person; null for all else.</param>
public sealed record NamedRecord(long Id, string Code, string Name, string? Company = null);

/// <summary>A stage that can be chosen.</summary>
/// <param name="CycleCode">Code of its sales cycle.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Name">What it is called.</param>
public sealed record NamedStage(string CycleCode, int Number, string Name);

/// <summary>Reads whom a typed name means.</summary>
public static partial class NamedRecords
{
    private static readonly FrozenSet<string> Myself = FrozenSet.Create(StringComparer.Ordinal, "me", "myself", "moi", "moi-meme");
    private static readonly FrozenSet<string> Nobody = FrozenSet.Create(
        StringComparer.Ordinal, "us", "you", "him", "her", "them", "nous", "vous", "lui", "elle", "eux");
    private static readonly char[] Marks = [' ', ',', ';', ':', '(', ')', '[', ']', '"', '!', '?', '@'];

    /// <summary>
    /// All who are called so: those of exactly this name or code; else those of whom a word begins so; else those whose name holds it
    /// anywhere, where it has three letters or more. "me" is whoever says it, other pronouns are nobody's name. "Okafor, Ben (Sales)" is
    /// Ben Okafor. Where several names are said side by side, and each is somebody's, all of them are called.
    /// </summary>
    /// <param name="people">Among whom.</param>
    /// <param name="text">As it was typed; blank means nobody.</param>
    /// <param name="myself">Id of whoever says it.</param>
    public static IReadOnlyList<NamedRecord> Called(this IEnumerable<NamedRecord> people, string? text, long? myself)
    {
        var all = people.Select(p => new FullName(p)).ToList();
        var called = Find(all, text, myself);
        if (called.Count > 0)
        {
            return called;
        }

        var each = Between().Split(text ?? "").Where(part => part.Trim().Length > 0).Select(part => Find(all, part, myself)).ToList();
        return each.Count > 1 && each.TrueForAll(found => found.Count > 0) ? [.. each.SelectMany(found => found).Distinct()] : [];
    }

    /// <summary>
    /// Those whose whole name this is, in any order and with or without what stands in brackets; no part of a name counts.
    /// </summary>
    /// <param name="people">Among whom.</param>
    /// <param name="name">The name; blank means nobody.</param>
    public static IReadOnlyList<NamedRecord> CalledInFull(this IEnumerable<NamedRecord> people, string? name)
    {
        var said = Spellings(name ?? "");
        return [.. people.Where(p => new FullName(p).IsSaidAs(said))];
    }

    /// <summary>All ways to say somebody's whole name, folded, and their code: what a reader of sentences looks for.</summary>
    public static IReadOnlyList<string> SaidAs(this NamedRecord person)
    {
        var name = new FullName(person);
        return [.. name.Whole.Union(name.Short), .. name.Whole.Select(whole => $"{whole} {name.Code}"), name.Code];
    }

    /// <summary>Somebody who was named and is not among the people: known by no key.</summary>
    public static NamedRecord Stranger(string name) => new(0, "", name);

    /// <summary>Whether it was made by <see cref="Stranger"/>.</summary>
    public static bool IsStranger(this NamedRecord person) => person is { Id: 0, Code: "" };

    private static List<NamedRecord> Find(List<FullName> people, string? text, long? myself)
    {
        var said = Spellings(text ?? "");
        var word = said.Whole[0];
        if (word.Length == 0 || Nobody.Contains(word))
        {
            return [];
        }

        var isMe = Myself.Contains(word);
        Func<FullName, bool>[] ways =
        [
            p => isMe && p.Person.Id == myself,
            p => p.Whole[0] == word || p.Code == word || p.Whole.Any(whole => $"{whole} {p.Code}" == word),
            p => p.IsSaidAs(said),
            p => !isMe && p.Whole.Any(whole => $" {whole}".Contains($" {word}", StringComparison.Ordinal)),
            p => word.Length > 2 && !isMe && p.Whole.Any(whole => whole.Contains(word, StringComparison.Ordinal)),
        ];
        return ways.Select(way => people.Where(way).Select(p => p.Person).ToList()).FirstOrDefault(found => found.Count > 0) ?? [];
    }

    /// <summary>
    /// A name folded and without marks: first as it stands, then with what stands before a comma behind the rest; whole, and without what
    /// stands in brackets.
    /// </summary>
    private static (IReadOnlyList<string> Whole, IReadOnlyList<string> Short) Spellings(string name)
    {
        var folded = SearchText.Fold(name);
        if (folded.AsSpan().IndexOfAny("([,") < 0)
        {
            // Nearly every name: this is asked of everybody at once.
            string[] only = [Plain(folded)];
            return (only, only[0].Length > 0 ? only : []);
        }

        var bare = Brackets().Replace(folded, " ");
        var bracketed = string.Join(' ', Brackets().Matches(folded).Select(match => match.Value));
        string[] orders = bare.Split(',', StringSplitOptions.TrimEntries) is [{ Length: > 0 } last, { Length: > 0 } first]
            ? [bare, $"{first} {last}"] : [bare];
        return ([.. orders.Select(order => Plain($"{order} {bracketed}"))], [.. orders.Select(Plain).Where(plain => plain.Length > 0)]);
    }

    private static string Plain(string folded) => string.Join(
        ' ', folded.Split(Marks, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('.')).Where(word => word.Length > 0));

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\s*[,;&+]\s*|\s+(?:and|et|or|ou)\s+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Between();

    /// <summary>A person with what they may be called.</summary>
    private readonly struct FullName
    {
        public FullName(NamedRecord person)
        {
            (Person, Code) = (person, Plain(SearchText.Fold(person.Code)));
            (Whole, Short) = Spellings(person.Name);
        }

        public NamedRecord Person { get; }

        public string Code { get; }

        public IReadOnlyList<string> Whole { get; }

        public IReadOnlyList<string> Short { get; }

        /// <summary>What stands in brackets may be left out on one side, and must not differ.</summary>
        public bool IsSaidAs((IReadOnlyList<string> Whole, IReadOnlyList<string> Short) said) =>
            said.Whole[0].Length > 0 && (said.Whole.Intersect(Whole.Concat(Short)).Any() || Whole.Intersect(said.Short).Any());
    }
}

/// <summary>What sentences call by name.</summary>
/// <param name="People">By name.</param>
/// <param name="Cycles">By description.</param>
/// <param name="Stages">By cycle, in their order; they have no code.</param>
public sealed record SpokenNames(
    IReadOnlyList<NamedRecord> People, IReadOnlyList<NamedRecord> Cycles, IReadOnlyList<NamedRecord> Stages);

/// <summary>A person among whom somebody chooses, with what tells two of the same name apart.</summary>
public sealed record NamedPerson(long Id, string Code, string Name, Role Role, string? Team);

/// <summary>
/// What pages and cards offer to choose from: people, teams, contacts, sales cycles, close reasons, activities. Each list is bounded by
/// <see cref="Most"/>, in the order in which it is shown, and holds what the act that follows accepts. Nothing is tracked.
/// </summary>
public sealed class Choices(OpportunitiesContext db, KnownSetup setup, AccessPolicy access, IOptions<CompanyOptions> company)
{
    /// <summary>Longest list: more than a company has of anything but contacts.</summary>
    public const int Most = 5000;

    /// <summary>Everybody who is not blocked, by name: to whom something can be given.</summary>
    public async Task<IReadOnlyList<NamedRecord>> ColleaguesAsync(CancellationToken cancellationToken) =>
        await People(db.Salespeople.Where(p => !p.Blocked)).ToListAsync(cancellationToken);

    /// <summary>The same, and one more who is chosen already though they be blocked.</summary>
    public async Task<IReadOnlyList<NamedRecord>> ColleaguesAsync(long? also, CancellationToken cancellationToken) =>
        await People(db.Salespeople.Where(p => !p.Blocked || p.Id == also)).ToListAsync(cancellationToken);

    /// <summary>The same with role and team, which tell two of one name apart.</summary>
    public async Task<IReadOnlyList<NamedPerson>> ColleaguesInTeamsAsync(CancellationToken cancellationToken) =>
        await db.Salespeople.AsNoTracking().Where(p => !p.Blocked).OrderBy(p => p.Name).ThenBy(p => p.Code)
            .Select(p => new NamedPerson(p.Id, p.Code, p.Name, p.Role, p.Team!.Name)).Take(Most).ToListAsync(cancellationToken);

    /// <summary>Everybody, blocked people too, by name: what filters of the past offer.</summary>
    public async Task<IReadOnlyList<NamedRecord>> EverybodyAsync(CancellationToken cancellationToken) =>
        await People(db.Salespeople).ToListAsync(cancellationToken);

    /// <summary>
    /// For whom the caller may make opportunities, by name; nobody blocked. The rule: <see cref="AccessPolicy.MayActFor"/>.
    /// </summary>
    public async Task<IReadOnlyList<NamedRecord>> MayActForAsync(Caller caller, CancellationToken cancellationToken) =>
        await People(db.Salespeople.Where(AccessPolicy.MayActFor(caller)).Where(p => !p.Blocked)).ToListAsync(cancellationToken);

    /// <summary>Whose opportunities the caller may change, by name; blocked people too, since they may hold some still.</summary>
    public async Task<IReadOnlyList<NamedRecord>> MayChangeOfAsync(Caller caller, CancellationToken cancellationToken) =>
        await People(db.Salespeople.Where(AccessPolicy.MayActFor(caller))).ToListAsync(cancellationToken);

    /// <summary>Whoever holds an opportunity that the caller may see, by name; so a filter tells of nobody else.</summary>
    public async Task<IReadOnlyList<NamedRecord>> WithVisibleOpportunitiesAsync(Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Opportunities.Where(access.MaySee(caller));
        return await People(db.Salespeople.Where(p => visible.Any(o => o.SalespersonId == p.Id))).ToListAsync(cancellationToken);
    }

    /// <summary>The person with this code, though they be blocked; null when there is none.</summary>
    public Task<NamedRecord?> PersonAsync(string? code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return People(db.Salespeople.Where(p => p.Code == key)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The same among those to whom something can be given.</summary>
    public Task<NamedRecord?> ColleagueAsync(string? code, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        return People(db.Salespeople.Where(p => p.Code == key && !p.Blocked)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The same among those whose opportunities the caller may change.</summary>
    public Task<NamedRecord?> MayChangeOfAsync(string? code, Caller caller, CancellationToken cancellationToken)
    {
        var key = Checks.NormalCode(code);
        var theirs = db.Salespeople.Where(AccessPolicy.MayActFor(caller));
        return People(theirs.Where(p => p.Code == key)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The caller; null for one who is no salesperson, as the bootstrap token of the API.</summary>
    public Task<NamedRecord?> MyselfAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Code is { } code
            ? Task.FromResult<NamedRecord?>(new NamedRecord(caller.SalespersonId, code, caller.Name))
            : People(db.Salespeople.Where(p => p.Id == caller.SalespersonId)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>All teams, by name.</summary>
    public async Task<IReadOnlyList<NamedRecord>> TeamsAsync(CancellationToken cancellationToken) =>
        await db.Teams.AsNoTracking().OrderBy(t => t.Name).Select(t => new NamedRecord(t.Id, t.Code, t.Name, null)).Take(Most)
            .ToListAsync(cancellationToken);

    /// <summary>The cycles that take opportunities, by code.</summary>
    public Task<IReadOnlyList<NamedRecord>> CyclesAsync(CancellationToken cancellationToken) => CyclesAsync(also: null, cancellationToken);

    /// <summary>The same, and one more that is chosen already though it be blocked.</summary>
    public async Task<IReadOnlyList<NamedRecord>> CyclesAsync(long? also, CancellationToken cancellationToken) =>
        await db.SalesCycles.AsNoTracking().Where(c => !c.Blocked || c.Id == also).OrderBy(c => c.Code)
            .Select(c => new NamedRecord(c.Id, c.Code, c.Description, null)).Take(Most).ToListAsync(cancellationToken);

    /// <summary>All cycles, blocked ones too, by description: what filters offer.</summary>
    public async Task<IReadOnlyList<NamedRecord>> AllCyclesAsync(CancellationToken cancellationToken) =>
        await db.SalesCycles.AsNoTracking().OrderBy(c => c.Description).ThenBy(c => c.Code)
            .Select(c => new NamedRecord(c.Id, c.Code, c.Description, null)).Take(Most).ToListAsync(cancellationToken);

    /// <summary>
    /// Everybody, all cycles and their stages, read at once: each sentence may name any of them. Blocked ones too, since one asks after
    /// the past.
    /// </summary>
    public Task<SpokenNames> SpokenNamesAsync(CancellationToken cancellationToken) =>
        setup.NamesAsync(ReadSpokenNamesAsync, cancellationToken);

    private async Task<SpokenNames> ReadSpokenNamesAsync(CancellationToken cancellationToken)
    {
        var rows = await db.Salespeople.OrderBy(p => p.Id).Select(p => new { Kind = 0, p.Id, Cycle = 0L, Place = 0, p.Code, p.Name })
            .Take(Most)
            .Concat(db.SalesCycles.OrderBy(c => c.Id)
                .Select(c => new { Kind = 1, c.Id, Cycle = 0L, Place = 0, c.Code, Name = c.Description }).Take(Most))
            .Concat(db.Set<SalesCycleStage>().OrderBy(s => s.Id)
                .Select(s => new { Kind = 2, s.Id, Cycle = s.SalesCycleId, Place = s.Number, Code = "", Name = s.Description }).Take(Most))
            .ToListAsync(cancellationToken);
        IReadOnlyList<NamedRecord> Of(int kind) =>
        [
            .. rows.Where(r => r.Kind == kind).OrderBy(r => r.Cycle).ThenBy(r => r.Place).ThenBy(r => r.Name, StringComparer.Ordinal)
                .ThenBy(r => r.Code, StringComparer.Ordinal).Select(r => new NamedRecord(r.Id, r.Code, r.Name)),
        ];
        return new SpokenNames(Of(0), Of(1), Of(2));
    }

    /// <summary>Of these cycles <see cref="CompanyOptions.DefaultSalesCycle"/>; without one, the only one there is.</summary>
    public NamedRecord? Usual(IReadOnlyList<NamedRecord> cycles)
    {
        ArgumentNullException.ThrowIfNull(cycles);
        var code = Checks.NormalCode(company.Value.DefaultSalesCycle);
        return cycles.FirstOrDefault(c => c.Code == code) ?? (cycles.Count == 1 ? cycles[0] : null);
    }

    /// <summary>The reasons that can be given for this outcome, by description.</summary>
    public async Task<IReadOnlyList<NamedRecord>> CloseReasonsAsync(Outcome outcome, CancellationToken cancellationToken) =>
        await db.CloseReasons.AsNoTracking().Where(r => !r.Blocked && r.Outcome == outcome).OrderBy(r => r.Description).ThenBy(r => r.Code)
            .Select(r => new NamedRecord(r.Id, r.Code, r.Description, null)).Take(Most).ToListAsync(cancellationToken);

    /// <summary>All reasons, blocked ones too, those for sales first, by description: what filters of the past offer.</summary>
    public async Task<IReadOnlyList<NamedRecord>> AllCloseReasonsAsync(CancellationToken cancellationToken) =>
        await db.CloseReasons.AsNoTracking().OrderBy(r => r.Outcome).ThenBy(r => r.Description).ThenBy(r => r.Code)
            .Select(r => new NamedRecord(r.Id, r.Code, r.Description, null)).Take(Most).ToListAsync(cancellationToken);

    /// <summary>The stages of a cycle in their order, each by its number; without a code those of all cycles.</summary>
    public async Task<IReadOnlyList<NamedStage>> StagesAsync(string? cycleCode, CancellationToken cancellationToken)
    {
        var code = Checks.NormalCode(cycleCode);
        return await db.SalesCycles.AsNoTracking().Where(c => code == "" || c.Code == code)
            .SelectMany(c => c.Stages, (c, s) => new { c.Code, s.Number, s.Description })
            .OrderBy(s => s.Code).ThenBy(s => s.Number)
            .Select(s => new NamedStage(s.Code, s.Number, s.Description)).Take(Most).ToListAsync(cancellationToken);
    }

    /// <summary>All activities, by code.</summary>
    public async Task<IReadOnlyList<NamedRecord>> ActivitiesAsync(CancellationToken cancellationToken) =>
        await db.Activities.AsNoTracking().OrderBy(a => a.Code).Select(a => new NamedRecord(a.Id, a.Code, a.Description, null)).Take(Most)
            .ToListAsync(cancellationToken);

    /// <summary>
    /// Contacts worth offering before anything is typed: first those named here, then those of the caller's latest opportunities, the
    /// latest first, then others by name.
    /// </summary>
    /// <param name="named">Numbers of contacts that come first.</param>
    /// <param name="chosen">Number of the one that is chosen already, offered though it be blocked.</param>
    /// <param name="most">How many there are to be; no more than this many of the caller's latest opportunities are looked at.</param>
    /// <param name="caller">Who chooses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<NamedRecord>> ContactsAsync(
        IReadOnlyCollection<string> named, string? chosen, int most, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var me = caller.SalespersonId;
        List<string> first = [.. named.Append(chosen ?? "")];
        var recent = (await db.Opportunities.AsNoTracking().Where(o => o.SalespersonId == me).OrderByDescending(o => o.Id)
            .Select(o => o.ContactId).Take(most).ToListAsync(cancellationToken)).Distinct().ToList();
        var known = await db.Contacts.AsNoTracking().Where(c => recent.Contains(c.Id) || first.Contains(c.No))
            .Where(c => !c.Blocked || c.No == chosen).Select(c => new NamedRecord(c.Id, c.No, c.Name, c.Company!.Name))
            .ToListAsync(cancellationToken);
        List<NamedRecord> offered = [.. known.OrderByDescending(c => first.Contains(c.Code)).ThenBy(c => recent.IndexOf(c.Id))];
        if (offered.Count < most)
        {
            // Whoever is new here has no recent ones.
            offered.AddRange(await db.Contacts.AsNoTracking().Where(c => !c.Blocked && !recent.Contains(c.Id) && !first.Contains(c.No))
                .OrderBy(c => c.Search).Select(c => new NamedRecord(c.Id, c.No, c.Name, c.Company!.Name)).Take(most - offered.Count)
                .ToListAsync(cancellationToken));
        }

        return offered;
    }

    private static IQueryable<NamedRecord> People(IQueryable<Salesperson> people) =>
        people.AsNoTracking().OrderBy(p => p.Name).ThenBy(p => p.Code).Select(p => new NamedRecord(p.Id, p.Code, p.Name, null)).Take(Most);
}
