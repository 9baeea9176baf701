using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// What the lines of a file become: contacts, opportunities (with contacts made along where they are new), or salespeople.
/// </summary>
public enum ImportKind
{
    /// <summary>Companies and persons.</summary>
    Contacts = 0,

    /// <summary>Opportunities, with contacts made along where they are new.</summary>
    Opportunities = 1,

    /// <summary>People who sell.</summary>
    Salespeople = 2,
}

/// <summary>
/// How far an import has come. read: its lines are read. asking: questions are open. ready: it can be taken in. takingIn: lines are
/// being taken in. takenIn: all were dealt with. takenBack: what was made is gone again. failed: it could not go on.
/// </summary>
/// <remarks>Numbers are stored.</remarks>
public enum ImportState
{
    /// <summary>Nothing is kept of it yet, and nothing is to be asked.</summary>
    Ready = 0,

    /// <summary>Lines are being taken in, some at a time.</summary>
    TakingIn = 1,

    /// <summary>All lines were dealt with.</summary>
    TakenIn = 2,

    /// <summary>Lines are read and not looked through yet.</summary>
    Read = 3,

    /// <summary>Questions are open.</summary>
    Asking = 4,

    /// <summary>What was made is being taken back.</summary>
    TakingBack = 5,

    /// <summary>What was made is gone again, but for what was changed since.</summary>
    TakenBack = 6,

    /// <summary>It could not go on.</summary>
    Failed = 7,
}

/// <summary>What becomes of one line: it is new, exists already, is doubtful until a question is answered, refused, or ignored.</summary>
/// <remarks>Numbers are stored, as bits too.</remarks>
public enum ImportRowState
{
    /// <summary>It makes something new.</summary>
    New = 0,

    /// <summary>What it tells of is there already.</summary>
    Exists = 1,

    /// <summary>It waits for an answer.</summary>
    Doubtful = 2,

    /// <summary>A value cannot be taken.</summary>
    Refused = 3,

    /// <summary>It is no row of the table, or was chosen to be left out.</summary>
    Ignored = 4,
}

/// <summary>What is done with a line whose opportunity or contact is there already: skip it, update what is there, make another.</summary>
public enum ImportExisting
{
    /// <summary>Left out.</summary>
    Skip = 0,

    /// <summary>What is there takes on what the line says.</summary>
    Update = 1,

    /// <summary>A second one is made.</summary>
    Make = 2,
}

/// <summary>What holds for all lines of a file; null where it is found out.</summary>
/// <param name="DateOrder">Of day and month between slashes and hyphens.</param>
/// <param name="DecimalSign">A point or a comma.</param>
/// <param name="Existing">What is done with what is there already.</param>
/// <param name="Encoding">Of a text.</param>
public sealed record ImportOptions(
    DateOrder? DateOrder = null, string? DecimalSign = null, ImportExisting Existing = ImportExisting.Skip, string? Encoding = null);

/// <summary>A question about a file, asked once, however many lines it concerns.</summary>
/// <param name="Code">
/// dateOrder, decimalSign, column (which one holds the field), missing (what stands where no column says), unknownValue, contactLike or
/// currency.
/// </param>
/// <param name="Field">The field it is about, if any.</param>
/// <param name="Value">The value it is about, if any.</param>
/// <param name="Choices">What may be answered; <c>leaveOut</c> leaves the value out, <c>new</c> makes a contact.</param>
/// <param name="Lines">How many lines it concerns.</param>
public sealed record ImportQuestion(string Code, string? Field, string? Value, IReadOnlyList<ImportChoice> Choices, int Lines)
{
    /// <summary>The choice that was made; null while the question is open.</summary>
    public string? Answer { get; init; }

    /// <summary>By which an answer finds its question.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Code, Field, Value);

    internal static string KeyOf(string code, string? field, string? value) => $"{code}|{field}|{value}";
}

/// <summary>One thing that may be answered.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Label">What people read.</param>
public sealed record ImportChoice(string Value, string Label);

/// <summary>How many lines there are of each state.</summary>
/// <param name="New">Make something new.</param>
/// <param name="Exists">Are there already.</param>
/// <param name="Doubtful">Wait for an answer.</param>
/// <param name="Refused">Cannot be taken.</param>
/// <param name="Ignored">Are no rows of the table, or were left out.</param>
public sealed record ImportCounts(int New = 0, int Exists = 0, int Doubtful = 0, int Refused = 0, int Ignored = 0)
{
    /// <summary>Of one state.</summary>
    public int Of(ImportRowState state) => state switch
    {
        ImportRowState.New => New,
        ImportRowState.Exists => Exists,
        ImportRowState.Doubtful => Doubtful,
        ImportRowState.Refused => Refused,
        _ => Ignored,
    };
}

/// <summary>A column of a file.</summary>
/// <param name="Heading">As it stands there; one that stands twice has its number behind it.</param>
/// <param name="Field">What it is taken as; null when it is not read.</param>
/// <param name="Sample">The first value that is not blank.</param>
public sealed record ImportColumn(string Heading, string? Field, string? Sample);

/// <summary>A contact that comes with the file and is not there yet.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Lines">How many lines name it.</param>
public sealed record ImportNewContact(string Name, int Lines);

/// <summary>A file of lines to be taken in, as far as it is the same for all of them; the lines are kept in lots of their own.</summary>
public sealed class ImportFile
{
    /// <summary>Unique; part of its address.</summary>
    public required string Id { get; init; }

    /// <summary>What its lines become.</summary>
    public required ImportKind Kind { get; init; }

    public required string FileName { get; init; }

    /// <summary>Key of the person who brought it, and in whose name it is taken in; 0 for a program in nobody's name.</summary>
    public required long SalespersonId { get; init; }

    /// <summary>Name of who brought it, for the history.</summary>
    public required string CallerName { get; init; }

    /// <summary>The language of who brought it, two letters.</summary>
    public required string Language { get; init; }

    /// <summary>
    /// Key of the last contact that was there before anything was taken in: of one name, younger ones came with the file.
    /// </summary>
    public long LastContactId { get; set; }

    /// <summary>UTC instant it was brought.</summary>
    public required DateTimeOffset BroughtAt { get; init; }

    /// <summary>UTC instant of the last progress.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>How far it has come.</summary>
    public ImportState State { get; set; }

    /// <summary>The program it comes from; null when its headings are none of those that are known.</summary>
    public string? Layout { get; set; }

    /// <summary>The encoding by which it was read; null for a workbook.</summary>
    public string? Encoding { get; init; }

    /// <summary>Between cells; null for a workbook.</summary>
    public string? Separator { get; init; }

    /// <summary>The encoding follows from what the bytes are not; another one could be meant.</summary>
    [JsonIgnore]
    public bool IsEncodingGuessed => Encoding is ImportText.Windows or ImportText.CentralEurope;

    /// <summary>Its columns, in order.</summary>
    public IReadOnlyList<ImportColumn> Columns { get; set; } = [];

    /// <summary>What was said of all its lines.</summary>
    public ImportOptions Options { get; set; } = new();

    /// <summary>The order of day and month that holds; unknown while it is asked.</summary>
    public DateOrder DateOrder { get; set; }

    /// <summary>What shows it: a value that can be nothing else; null when it was chosen, or nothing does.</summary>
    public string? DateProof { get; set; }

    /// <summary>The decimal sign that holds; null while it is asked.</summary>
    public string? DecimalSign { get; set; }

    /// <summary>What shows it.</summary>
    public string? DecimalProof { get; set; }

    /// <summary>Open questions and those that were answered.</summary>
    public IReadOnlyList<ImportQuestion> Questions { get; set; } = [];

    /// <summary>Answers by the key of their question.</summary>
    public Dictionary<string, string> Answers { get; set; } = [];

    /// <summary>Lines by their state.</summary>
    public ImportCounts Counts { get; set; } = new();

    /// <summary>Contacts that would be made along, the most named first.</summary>
    public IReadOnlyList<ImportNewContact> NewContacts { get; set; } = [];

    /// <summary>Its lines below the heading.</summary>
    public int Rows { get; init; }

    /// <summary>Lines that were taken in, or taken back.</summary>
    public int Done { get; set; }

    /// <summary>Lines that made something.</summary>
    public int Made { get; set; }

    /// <summary>Lines whose opportunity or contact stayed when the rest was taken back.</summary>
    public int Stayed { get; set; }

    /// <summary>Why it failed, in the language of who brought it.</summary>
    public string? Failure { get; set; }

    /// <summary>Questions without an answer.</summary>
    [JsonIgnore]
    public IEnumerable<ImportQuestion> Open => Questions.Where(q => q.Answer is null);

    /// <summary>Columns that are not read.</summary>
    [JsonIgnore]
    public IEnumerable<string> Unread => Columns.Where(c => c.Field is null).Select(c => c.Heading);

    internal int LotCount => (Rows + ImportLot.Rows - 1) / ImportLot.Rows;
}

/// <summary>One line of a file, with what becomes of it.</summary>
public sealed class ImportRow
{
    /// <summary>Its line of the file, or its row of the workbook.</summary>
    public required int Line { get; init; }

    /// <summary>Its cells as they are kept.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>What becomes of it.</summary>
    public ImportRowState State { get; set; }

    /// <summary>
    /// What it says, by the names the API has: codes and numbers of what it names, days and amounts as programs write them.
    /// </summary>
    public Dictionary<string, string> Values { get; set; } = [];

    /// <summary>Why it is not simply new.</summary>
    public List<ImportReason> Reasons { get; set; } = [];

    /// <summary>Rule that reading it already broke; null when it could be read.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Number or code of what is there already, or was made.</summary>
    public string? No { get; set; }

    /// <summary>What was made or changed, to be taken back.</summary>
    public List<ImportMade> Made { get; set; } = [];
}

/// <summary>Why a line is doubtful, refused or ignored.</summary>
/// <param name="Field">The field to blame, if any.</param>
/// <param name="Code">Stable name of the rule.</param>
/// <param name="Message">The sentence, in the language of who brought the file.</param>
public sealed record ImportReason(string? Field, string Code, string Message);

/// <summary>A record that a line made.</summary>
/// <param name="Subject">Opportunity, contact or salesperson.</param>
/// <param name="Key">Its number or code.</param>
/// <param name="Version">As it was made; another one was touched since.</param>
/// <param name="IsUpdate">It was there before and was changed.</param>
public sealed record ImportMade(string Subject, string Key, long Version, bool IsUpdate = false);

/// <summary>A mapping that was kept by its name.</summary>
/// <param name="Name">As its keeper called it.</param>
/// <param name="Kind">What files it is for.</param>
/// <param name="Columns">Fields by folded heading.</param>
public sealed record ImportMapping(string Name, ImportKind Kind, IReadOnlyDictionary<string, string> Columns);

/// <summary>All mappings of the company.</summary>
internal sealed record ImportMappings(IReadOnlyList<ImportMapping> All);

[JsonSerializable(typeof(ImportFile))]
[JsonSerializable(typeof(List<ImportRow>))]
[JsonSerializable(typeof(ImportMappings))]
internal sealed partial class ImportJson : JsonSerializerContext;
