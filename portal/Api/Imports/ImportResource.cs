using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Portal.Api.Imports;

/// <summary>A file that is being brought, and what was found in it.</summary>
/// <param name="Id">Part of its address.</param>
/// <param name="Kind">What its lines become.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Progress">Lines dealt with, in percent of all: taken in, or taken back.</param>
/// <param name="FileName">As its bringer calls it.</param>
/// <param name="Layout">The program it comes from, by its headings; null when it is none that is known.</param>
/// <param name="Encoding">The encoding by which it was read; null for a workbook.</param>
/// <param name="Separator">What stands between its cells; null for a workbook.</param>
/// <param name="DateOrder">The order of day and month that holds: dayFirst, monthFirst, or unknown while it is asked or of no
/// matter.</param>
/// <param name="DecimalSign">A point or a comma; null while it is asked or of no matter.</param>
/// <param name="Existing">What is done with lines whose opportunity or contact is there already.</param>
/// <param name="Columns">Its columns, and what each is taken as.</param>
/// <param name="Questions">What nothing in the file tells, asked once for all lines; it cannot be taken in while one is open.</param>
/// <param name="Counts">Lines by what becomes of them.</param>
/// <param name="NewContacts">Contacts that would be made along.</param>
/// <param name="Made">Lines that made something.</param>
/// <param name="Stayed">Lines of which something stayed when it was taken back, because it was changed since.</param>
internal sealed record ImportResource(
    string Id, ImportKind Kind, ImportState State, int Progress, string FileName, string? Layout, string? Encoding, string? Separator,
    DateOrder DateOrder, string? DecimalSign, ImportExisting Existing, IReadOnlyList<ImportColumnResource> Columns,
    IReadOnlyList<ImportQuestionResource> Questions, ImportCountsResource Counts, IReadOnlyList<ImportNewContactResource> NewContacts,
    int Made, int Stayed)
{
    public static ImportResource Example { get; } = new(
        "5f0c2d3e4b5a69788796a5b4c3d2e1f0", ImportKind.Opportunities, ImportState.Asking, 0, "deals.csv", "HubSpot", "UTF-8", ",",
        DateOrder.Unknown, ".", ImportExisting.Skip, [new("Deal Name", "description", "Hotel retrofit")],
        [new("unknownValue", "stage", "Qualified to buy", ["Qualify", "leaveOut"], 1, null)], new(1, 0, 1, 0, 0), [new("Contoso Hotels",
            2)],
        0, 0);

    public static ImportResource Of(ImportFile file) => new(
        file.Id, file.Kind, file.State switch
        {
            ImportState.TakingBack => ImportState.TakingIn,
            var state => state,
        }, file.Rows == 0 || file.State is ImportState.Ready or ImportState.Asking or ImportState.Read ? 0 : file.Done * 100 / file.Rows,
        file.FileName, file.Layout, file.Encoding, file.Separator, file.DateOrder, file.DecimalSign, file.Options.Existing,
        [.. file.Columns.Select(c => new ImportColumnResource(c.Heading, c.Field, c.Sample))],
        [.. file.Questions.Select(q => new ImportQuestionResource(
            q.Code, q.Field, q.Value, [.. q.Choices.Select(c => c.Value)], q.Lines, q.Answer))],
        new(file.Counts.New, file.Counts.Exists, file.Counts.Doubtful, file.Counts.Refused, file.Counts.Ignored),
        [.. file.NewContacts.Take(1_000).Select(c => new ImportNewContactResource(c.Name, c.Lines))], file.Made, file.Stayed);
}

/// <summary>A column of a file.</summary>
/// <param name="Heading">As it stands there.</param>
/// <param name="Field">What it is taken as; null when it is not read.</param>
/// <param name="Sample">Its first value.</param>
internal sealed record ImportColumnResource(string Heading, string? Field, string? Sample);

/// <summary>A question about a file.</summary>
/// <param name="Code">dateOrder, decimalSign, column, missing, unknownValue, contactLike or currency.</param>
/// <param name="Field">The field it is about, if any.</param>
/// <param name="Value">The value it is about, if any.</param>
/// <param name="Choices">What may be answered.</param>
/// <param name="Lines">How many lines it concerns.</param>
/// <param name="Answer">The choice that was made; null while it is open.</param>
internal sealed record ImportQuestionResource(
    string Code, string? Field, string? Value, IReadOnlyList<string> Choices, int Lines, string? Answer);

/// <summary>How many lines there are of each state.</summary>
/// <param name="New">Make something new.</param>
/// <param name="Exists">Are there already.</param>
/// <param name="Doubtful">Wait for an answer.</param>
/// <param name="Refused">Cannot be taken.</param>
/// <param name="Ignored">Are no rows of the table.</param>
internal sealed record ImportCountsResource(int New, int Exists, int Doubtful, int Refused, int Ignored);

/// <summary>A contact that comes with a file.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Lines">How many lines name it.</param>
internal sealed record ImportNewContactResource(string Name, int Lines);

/// <summary>One line of a file.</summary>
/// <param name="Line">Its line, or its row of the workbook.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Values">What it says, by the names that opportunities, contacts and salespeople have here.</param>
/// <param name="No">Number or code of what is there already, or was made.</param>
/// <param name="Reasons">Why it is not simply new.</param>
internal sealed record ImportRowResource(
    int Line, ImportRowState State, ImportValuesResource Values, string? No, IReadOnlyList<ImportReasonResource> Reasons)
{
    public static ImportRowResource Example { get; } = new(
        2, ImportRowState.New, new(Description: "Hotel retrofit", ContactName: "Contoso Hotels", EstimatedValue: 25000), null, []);

    public static ImportRowResource Of(ImportRow row) => new(
        row.Line, row.State, ImportValuesResource.Of(row.Values), row.No, [.. row.Reasons.Select(r => new ImportReasonResource(r.Field,
            r.Code, r.Message))]);
}

/// <summary>What a line says; null where it says nothing.</summary>
/// <param name="Description">What the opportunity is about.</param>
/// <param name="ContactNo">Number of its contact, when that is there already.</param>
/// <param name="ContactName">Name of its contact.</param>
/// <param name="SalespersonCode">Code of the salesperson.</param>
/// <param name="SalesCycleCode">Code of the sales cycle.</param>
/// <param name="Stage">Number of the stage it stands on.</param>
/// <param name="Status">notStarted, inProgress, won or lost.</param>
/// <param name="ReasonCode">Why it was won or lost.</param>
/// <param name="CreationDate">The day it was made.</param>
/// <param name="StageDate">The day it entered its stage.</param>
/// <param name="Priority">low, normal or high.</param>
/// <param name="EstimatedValue">Company currency.</param>
/// <param name="Currency">The currency that the line names.</param>
/// <param name="ChancesOfSuccess">0 to 100.</param>
/// <param name="EstimatedCloseDate">The day it is expected to close.</param>
/// <param name="ClosingDate">The day it was won or lost.</param>
/// <param name="NextStep">What is to be done next.</param>
/// <param name="NextStepDate">The day of the next step.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="ExternalId">By what the other program knows it.</param>
/// <param name="Name">Name of a contact or salesperson.</param>
/// <param name="Type">company or person.</param>
/// <param name="CompanyName">The company of a person.</param>
/// <param name="Email">Mail address.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Code">Code of a salesperson.</param>
/// <param name="Role">salesperson, manager or admin.</param>
/// <param name="TeamCode">Code of the team.</param>
/// <param name="Language">Two letters.</param>
/// <param name="TimeZone">IANA name.</param>
internal sealed record ImportValuesResource(
    string? Description = null, string? ContactNo = null, string? ContactName = null, string? SalespersonCode = null,
    string? SalesCycleCode = null, int? Stage = null, string? Status = null, string? ReasonCode = null, DateOnly? CreationDate = null,
    DateOnly? StageDate = null, string? Priority = null, decimal? EstimatedValue = null, string? Currency = null,
    decimal? ChancesOfSuccess = null, DateOnly? EstimatedCloseDate = null, DateOnly? ClosingDate = null, string? NextStep = null,
    DateOnly? NextStepDate = null, string? Source = null, string? ExternalId = null, string? Name = null, string? Type = null,
    string? CompanyName = null, string? Email = null, string? Phone = null, string? Code = null, string? Role = null,
    string? TeamCode = null, string? Language = null, string? TimeZone = null)
{
    public static ImportValuesResource Of(IReadOnlyDictionary<string, string> values)
    {
        string? Text(string field) => values.TryGetValue(field, out var text) && text.Length > 0 ? text : null;
        decimal? Number(string field) =>
            decimal.TryParse(Text(field), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
        DateOnly? Day(string field) =>
            DateOnly.TryParseExact(Text(field), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

        return new(
            Text("description"), Text("contactNo"), Text("contactName"), Text("salespersonCode"), Text("salesCycleCode"),
            (int?)Number("stage"), Text("status"), Text("reasonCode"), Day("creationDate"), Day("stageDate"), Text("priority"),
            Number("estimatedValue"), Text("currency"), Number("chancesOfSuccess"), Day("estimatedCloseDate"), Day("closingDate"),
            Text("nextStep"), Day("nextStepDate"), Text("source"), Text("externalId"), Text("name"), Text("type"), Text("companyName"),
            Text("email"), Text("phone"), Text("code"), Text("role"), Text("teamCode"), Text("language"), Text("timeZone"));
    }
}

/// <summary>Why a line is not simply new.</summary>
/// <param name="Field">The field to blame, if any.</param>
/// <param name="Code">Stable name of the rule.</param>
/// <param name="Message">A sentence, in the language of who brought the file.</param>
internal sealed record ImportReasonResource(string? Field, string Code, string Message);

/// <summary>What is changed of a file before it is taken in; what is left out stays.</summary>
/// <param name="Mapping">Fields by heading; null leaves a column unread.</param>
/// <param name="MappingName">A mapping that was kept by its name.</param>
/// <param name="KeepAs">A name by which the mapping is kept.</param>
/// <param name="Answers">Answers to questions.</param>
/// <param name="Options">What holds for all lines.</param>
internal sealed record ImportBody(
    IReadOnlyDictionary<string, string?>? Mapping = null, string? MappingName = null, string? KeepAs = null,
    IReadOnlyList<ImportAnswerBody>? Answers = null, ImportOptionsBody? Options = null)
{
    public static ImportBody Example { get; } =
        new(Answers: [new("unknownValue", "stage", "Qualified to buy", "Qualify")], Options: new(DateOrder.DayFirst));

    public ImportChange ToChange() => new(
        Mapping, MappingName, KeepAs, Answers?.Select(a => new ImportAnswer(a.Code ?? "", a.Field, a.Value, a.Choice)).ToList(),
        Options?.ToOptions());
}

/// <summary>An answer to a question.</summary>
/// <param name="Code">Of the question.</param>
/// <param name="Field">Of the question.</param>
/// <param name="Value">Of the question.</param>
/// <param name="Choice">One of its choices; null takes the answer back.</param>
internal sealed record ImportAnswerBody([property: Required] string? Code, string? Field = null, string? Value = null, string? Choice =
    null);

/// <summary>What holds for all lines of a file.</summary>
/// <param name="DateOrder">The order of day and month; left out, what the file shows.</param>
/// <param name="DecimalSign">A point or a comma; left out, what the file shows.</param>
/// <param name="Existing">What is done with lines whose opportunity or contact is there already.</param>
/// <param name="Encoding">By which a text is read, such as Windows-1250; only when the file is brought.</param>
internal sealed record ImportOptionsBody(
    DateOrder? DateOrder = null, string? DecimalSign = null, ImportExisting? Existing = null, string? Encoding = null)
{
    public ImportOptions ToOptions() => new(DateOrder, DecimalSign, Existing ?? ImportExisting.Skip, Encoding);
}

/// <summary>Which lines of a file are asked for.</summary>
/// <param name="State">Only lines of this state.</param>
internal sealed record ImportRowsQuery(ImportRowState? State = null);
