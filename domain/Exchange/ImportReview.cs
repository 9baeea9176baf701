using System.Globalization;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>
/// Looks through the lines of a file, one after the other: what each says, what becomes of it, and what has to be asked about all of them.
/// Nothing is written by it.
/// </summary>
internal sealed partial class ImportReview
{
    /// <summary>Answers with it: the value is left out.</summary>
    public const string LeaveOut = "leaveOut";

    /// <summary>Answers with it: the amount of another currency is taken as it is.</summary>
    public const string TakeAsItIs = "takeAsItIs";

    /// <summary>Answers with it: a contact is made though another one is like it.</summary>
    public const string NewOne = "new";

    /// <summary>Most questions about one file; what goes beyond is refused line by line.</summary>
    private const int MostQuestions = 300;

    private readonly ImportFile _file;
    private readonly ImportShape _shape;
    private readonly ImportRecords _records;
    private readonly CompanyOptions _company;
    private readonly Texts _texts;
    private readonly DateOnly _today;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ImportQuestion Question, int Lines)> _questions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImportNewContact> _newContacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly int[] _counts = new int[5];

    public ImportReview(
        ImportFile file, ImportShape shape, ImportRecords records, CompanyOptions company, Texts texts, DateOnly today)
    {
        (_file, _shape, _records, _company, _texts, _today) = (file, shape, records, company, texts, today);
        for (var i = 0; i < file.Columns.Count; i++)
        {
            if (file.Columns[i].Field is { } field)
            {
                _columns.TryAdd(field, i);
            }
        }
    }

    /// <summary>Whether the portal itself handed the file out: lines are told apart by their numbers then.</summary>
    private bool IsOwn => _file.Layout == ImportLayout.Own;

    /// <summary>Settles what becomes of one line.</summary>
    public void Look(ImportRow row)
    {
        (row.State, row.Values, row.Reasons, row.No) = (ImportRowState.New, [], [], null);
        if (row.Unreadable is { } rule)
        {
            Refuse(row, rule == Refusals.QuotationMark.Code ? Refusals.QuotationMark : Refusals.CellTooLong);
        }
        else if (IsFooter(row))
        {
            row.State = ImportRowState.Ignored;
            Say(row, Refusals.IsTotal);
        }
        else
        {
            switch (_file.Kind)
            {
                case ImportKind.Contacts:
                    LookAtContact(row);
                    break;
                case ImportKind.Salespeople:
                    LookAtSalesperson(row);
                    break;
                default:
                    LookAtOpportunity(row);
                    break;
            }
        }

        _counts[(int)row.State]++;
    }

    /// <summary>Tells the file what was found: questions, counts, new contacts, and the state that follows.</summary>
    public void Finish()
    {
        var required = ImportFields.Required(_file.Kind);
        var isNamed = _columns.ContainsKey(required) || (_file.Kind == ImportKind.Contacts
            && (_columns.ContainsKey(ImportFields.LastName) || _columns.ContainsKey(ImportFields.CompanyName)));
        if (!isNamed)
        {
            Ask("column", required, null, _file.Columns.Select(c => new ImportChoice(c.Heading, c.Heading)), _file.Rows);
        }

        _file.Questions = [.. _questions.Values.Select(q => q.Question with
        {
            Lines = q.Lines,
            Answer = AnswerTo(q.Question.Code, q.Question.Field, q.Question.Value),
        }).OrderBy(q => q.Answer is not null).ThenByDescending(q => q.Lines)];
        _file.Counts = new(_counts[0], _counts[1], _counts[2], _counts[3], _counts[4]);
        _file.NewContacts = [.. _newContacts.Values.OrderByDescending(c => c.Lines).ThenBy(c => c.Name, StringComparer.Ordinal)];
        _file.State = _file.Open.Any() ? ImportState.Asking : ImportState.Ready;
    }

    /// <summary>A total, a note of the program that wrote the file, or a line of dashes: no row of the table.</summary>
    private static bool IsFooter(ImportRow row)
    {
        var filled = row.Cells.Select(ImportCells.Plain).Where(c => !string.IsNullOrWhiteSpace(c)).ToList();
        if (filled.Count == 0 || filled.All(c => c.All(x => x is '-' or '=' or '_' or ' ' or '*')))
        {
            return true;
        }

        var first = SearchText.Fold(filled[0]).TrimStart('*', ' ');
        var word = first.Split(' ', ':', '(')[0];
        var isTotal = word is "total" or "totals" or "totaux" or "sum" or "summe" or "somme" or "gesamt" or "gesamtsumme" or "subtotal"
            || first.StartsWith("grand total", StringComparison.Ordinal) || first.StartsWith("sous-total", StringComparison.Ordinal)
            || first.StartsWith("zwischensumme", StringComparison.Ordinal);
        var isNote = filled.Count == 1
            && (word is "copyright" or "©" or "confidential" or "generated" or "exported" or "filtered" or "genere"
            or "exporte" or "erstellt" or "exportiert" or "confidentiel" or "vertraulich" || first.StartsWith("as of ",
                StringComparison.Ordinal)
            || first.StartsWith("page ", StringComparison.Ordinal));
        return isNote || (isTotal && filled.Count <= Math.Max(2, row.Cells.Count / 2)
            && filled.Skip(1).All(c => c.Any(char.IsAsciiDigit) || c.Length <= 4));
    }

    /// <summary>A cell as people read it; null when there is none or it is blank.</summary>
    private string? Text(ImportRow row, string field) => Checks.Tidy(Raw(row, field) is { } cell ? ImportCells.Plain(cell) : null);

    private string? Raw(ImportRow row, string field) =>
        _columns.TryGetValue(field, out var at) && at < row.Cells.Count && !string.IsNullOrWhiteSpace(row.Cells[at]) ? row.Cells[at] : null;

    private string Heading(string field) => _columns.TryGetValue(field, out var at) ? _file.Columns[at].Heading : field;

    private string? AnswerTo(string code, string? field, string? value) =>
        _file.Answers.GetValueOrDefault(ImportQuestion.KeyOf(code, field, value));

    private void Ask(string code, string? field, string? value, IEnumerable<ImportChoice> choices, int lines = 1)
    {
        var key = ImportQuestion.KeyOf(code, field, value);
        _questions[key] = _questions.TryGetValue(key, out var asked)
            ? (asked.Question, asked.Lines + lines) : (new ImportQuestion(code, field, value, [.. choices], 0), lines);
    }

    /// <summary>Asks about the line, which is doubtful until it is answered.</summary>
    private void Doubt(ImportRow row, string code, string? field, string? value, Func<IEnumerable<ImportChoice>> choices)
    {
        var key = ImportQuestion.KeyOf(code, field, value);
        if (_questions.Count >= MostQuestions && !_questions.ContainsKey(key))
        {
            Refuse(row, Refusals.NotReadable.For(field ?? "", value, Heading(field ?? "")));
            return;
        }

        Ask(code, field, value, _questions.ContainsKey(key) ? [] : choices());
        Say(row, Refusals.ImportWaits.With(value ?? (field is null ? code : Heading(field))) with { Field = field });
        row.State = row.State == ImportRowState.Refused ? row.State : ImportRowState.Doubtful;
    }

    private void Refuse(ImportRow row, Refusal refusal)
    {
        Say(row, refusal);
        row.State = ImportRowState.Refused;
    }

    private void Say(ImportRow row, Refusal refusal) => row.Reasons.Add(new(refusal.Field, refusal.Code, refusal.Say(_texts)));

    private void Check(ImportRow row, Refusal? refusal)
    {
        if (refusal is not null)
        {
            Refuse(row, refusal);
        }
    }

    /// <summary>A day of a column, put among the values; null when there is none, or it is doubtful or no day.</summary>
    private DateOnly? Day(ImportRow row, string field)
    {
        if (Raw(row, field) is not { } cell)
        {
            return null;
        }

        switch (ImportValues.Day(cell, _file.DateOrder))
        {
            case null:
                Refuse(row, Refusals.NotReadableAs.For(field, ImportCells.Plain(cell), Heading(field), "2026-12-25", "25.12.2026"));
                return null;
            case { IsAsked: true }:
                Doubt(row, "dateOrder", null, null, () => DateOrders());
                return null;
            case var day:
                row.Values[field] = day.Value.ToString("O", CultureInfo.InvariantCulture);
                return day.Value;
        }
    }

    private IEnumerable<ImportChoice> DateOrders() =>
    [
        new("dayFirst", _texts["Day before month: 05/06 is 5 June"]), new("monthFirst", _texts["Month before day: 05/06 is 6 May"]),
    ];

    /// <summary>A number of a column, put among the values.</summary>
    private decimal? Number(ImportRow row, string field)
    {
        if (Raw(row, field) is not { } cell || cell.Trim() is "-" or "–" or "n/a" or "N/A")
        {
            return null;
        }

        var read = IsOwn && ImportCells.Number(cell) is { } held
            ? new Written<decimal>(held) // the portal's own workbook has 40 for 40 %, and 0.5 for half of one
            : ImportValues.Number(cell, field, _file.DecimalSign, _shape.ArePartsOfOne);
        if (read is null)
        {
            Refuse(row, Refusals.NotReadableAs.For(field, ImportCells.Plain(cell), Heading(field), "45000.50", "45 000,50"));
            return null;
        }

        if (read.IsAsked)
        {
            Doubt(row, "decimalSign", null, null, () =>
            [
                new(".", _texts["A point stands before decimals: 45.000 is forty-five"]),
                new(",", _texts["A comma stands before decimals: 45.000 is forty-five thousand"]),
            ]);
            return null;
        }

        if (field == ImportFields.EstimatedValue && IsOtherCurrency(row, read.Currency) is { } other)
        {
            switch (AnswerTo("currency", field, other))
            {
                case LeaveOut:
                    return null;
                case TakeAsItIs:
                    break;
                default:
                    Doubt(row, "currency", field, other, () =>
                    [
                        new(TakeAsItIs, _texts["Take the figures as they are, in {0}", _company.Currency]),
                        new(LeaveOut, _texts["Leave the amounts out"]),
                    ]);
                    Say(row, Refusals.OtherCurrency.For(field, other, _company.Currency));
                    return null;
            }
        }

        var value = decimal.Round(read.Value, 2, MidpointRounding.AwayFromZero);
        row.Values[field] = value.ToString("0.##", CultureInfo.InvariantCulture);
        return value;
    }

    /// <summary>The currency of the line where it is not the company's.</summary>
    private string? IsOtherCurrency(ImportRow row, string? beside)
    {
        var said = Text(row, ImportFields.Currency);
        if (said is not null)
        {
            row.Values[ImportFields.Currency] = said.ToUpperInvariant();
        }

        var currency = beside ?? (said is null ? null : MoneyWords.Currency(SearchText.Fold(said), said) ?? said.ToLowerInvariant());
        return currency is not null && !MoneyWords.MayBe(currency, _company.Currency) ? (said ?? currency).ToUpperInvariant() : null;
    }

    /// <summary>
    /// What a text of a column names: as it is found, or as it was answered; null where there is none, it is to be left out, or has to
    /// be asked, which makes the line doubtful.
    /// </summary>
    private string? Named(ImportRow row, string field, string? text, Func<string, string?> find, Func<IEnumerable<ImportChoice>> choices)
    {
        if (text is null)
        {
            return null;
        }

        if (find(text) is { } known)
        {
            return known;
        }

        switch (AnswerTo("unknownValue", field, text))
        {
            case null:
                Doubt(row, "unknownValue", field, text, () => choices().Append(new(LeaveOut, _texts["Leave it out"])));
                return null;
            case LeaveOut:
                Ask("unknownValue", field, text, choices().Append(new(LeaveOut, _texts["Leave it out"])));
                return null;
            case var answer:
                Ask("unknownValue", field, text, choices().Append(new(LeaveOut, _texts["Leave it out"])));
                return find(answer) ?? answer;
        }
    }

    private string? Word(ImportRow row, string field) => Named(
        row, field, Text(row, field), text => ImportValues.Word(field, text),
        () => ImportValues.Words(field).Select(word => new ImportChoice(word, word)));

    private string? Salesperson(ImportRow row)
    {
        var code = Named(
            row, ImportFields.SalespersonCode, Text(row, ImportFields.SalespersonCode), _records.Salesperson,
            () => _records.Salespeople.Select(p => new ImportChoice(p.Code, $"{p.Name} ({p.Code})")));
        if (code is not null)
        {
            row.Values[ImportFields.SalespersonCode] = code;
        }

        return code;
    }

    /// <summary>The number of a contact by its number or name; null where it is new, and then its name is noted to be made.</summary>
    private string? Contact(ImportRow row, string field, string name, bool isListed)
    {
        var no = Checks.NormalCode(name);
        if (_records.ContactsByNo.ContainsKey(no))
        {
            return no;
        }

        var called = _records.Called(name);
        if (called.Count == 1)
        {
            return called[0].No;
        }

        var like = called.Count > 1 ? called : _records.Like(name);
        if (like.Count > 0)
        {
            switch (AnswerTo("contactLike", field, name))
            {
                case null:
                    Doubt(row, "contactLike", field, name, () =>
                        like.Select(c => new ImportChoice(c.No, c.Label)).Append(new(NewOne, _texts["Another one: make {0}", name])));
                    return null;
                case NewOne:
                    break;
                case var chosen:
                    Ask("contactLike", field, name, like.Select(c => new ImportChoice(c.No, c.Label))
                        .Append(new(NewOne, _texts["Another one: make {0}", name])));
                    return chosen;
            }

            Ask("contactLike", field, name, like.Select(c => new ImportChoice(c.No, c.Label))
                .Append(new(NewOne, _texts["Another one: make {0}", name])));
        }

        if (isListed && row.State == ImportRowState.New)
        {
            var key = SearchText.Fold(name);
            _newContacts[key] = _newContacts.TryGetValue(key, out var known) ? known with { Lines = known.Lines + 1 } : new(name, 1);
        }

        return null;
    }

    /// <summary>The line in which the same stood before; null for the first one.</summary>
    private int? SeenBefore(string key, int line)
    {
        if (_seen.TryGetValue(key, out var before))
        {
            return before;
        }

        _seen[key] = line;
        return null;
    }

    private void Exists(ImportRow row, string no, Refusal why)
    {
        if (_file.Options.Existing == ImportExisting.Make || row.State is ImportRowState.Refused or ImportRowState.Doubtful)
        {
            return;
        }

        (row.State, row.No) = (ImportRowState.Exists, no.Length > 0 ? no : null);
        Say(row, why);
    }
}
