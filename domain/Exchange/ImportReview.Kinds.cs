using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Domain.Exchange;

/// <content>What lines of each kind say.</content>
internal sealed partial class ImportReview
{
    private static readonly string[] Copied = [ImportFields.ExternalId, ImportFields.NextStep, ImportFields.Source, ImportFields.Phone,
        ImportFields.Note];

    private void LookAtOpportunity(ImportRow row)
    {
        Copy(row);
        var description = Text(row, ImportFields.Description);
        row.Values[ImportFields.Description] = description ?? "";
        Check(row, description is null ? Refusals.DescriptionRequired
            : Checks.Length(description, Opportunity.MaxDescriptionLength, ImportFields.Description));
        Check(row, Checks.Length(Text(row, ImportFields.Source), Opportunity.MaxSourceLength, ImportFields.Source));
        Check(row, Checks.Length(Text(row, ImportFields.NextStep), Opportunity.MaxNextStepLength, ImportFields.NextStep));
        Check(row, Checks.Length(Text(row, ImportFields.ExternalId), Opportunity.MaxExternalIdLength, ImportFields.ExternalId));
        Check(row, Checks.Length(Text(row, ImportFields.Note), Opportunity.MaxNoteLength, ImportFields.Note));
        Salesperson(row);
        if (Word(row, ImportFields.Priority) is { } priority)
        {
            row.Values[ImportFields.Priority] = priority;
        }

        if (Word(row, ImportFields.StartNow) is { } start)
        {
            row.Values[ImportFields.StartNow] = start;
        }

        var created = Day(row, ImportFields.CreationDate);
        var close = Day(row, ImportFields.EstimatedCloseDate);
        Day(row, ImportFields.NextStepDate);
        Day(row, ImportFields.StageDate);
        var value = Number(row, ImportFields.EstimatedValue);
        var chances = Number(row, ImportFields.ChancesOfSuccess);
        Check(row, value is { } amount ? Checks.Amount(amount, ImportFields.EstimatedValue) : null);
        Check(row, chances is { } percent ? Checks.Percent(percent, ImportFields.ChancesOfSuccess) : null);
        Check(row, created > _today ? Refusals.NotReadableAs.For(
            ImportFields.CreationDate, Text(row, ImportFields.CreationDate), Heading(ImportFields.CreationDate), "2026-01-31", "31.01.2026")
            : null);
        StageAndStatus(row, created, close, value);
        if (row.Values.GetValueOrDefault(ImportFields.Status) == "won")
        {
            var won = Number(row, ImportFields.WonAmount);
            Check(row, won is { } sum ? Checks.Amount(sum, ImportFields.WonAmount) : null);
        }

        ContactOf(row);
        IsThere(row, description ?? "");
    }

    private void Copy(ImportRow row)
    {
        foreach (var field in Copied)
        {
            if (Text(row, field) is { } text)
            {
                row.Values[field] = text;
            }
        }
    }

    /// <summary>Its cycle, the stage in it, and whether it is open, won or lost; a stage may be called "Closed lost".</summary>
    private void StageAndStatus(ImportRow row, DateOnly? created, DateOnly? close, decimal? value)
    {
        var cycle = CycleOf(row);
        var stageText = Text(row, ImportFields.Stage);
        var stageAsStatus = stageText is null || (cycle is not null && StageOf(cycle, stageText) is not null)
            ? null : ImportValues.Word(ImportFields.Status, stageText);
        stageAsStatus = stageAsStatus is "won" or "lost" ? stageAsStatus : null;
        var status = Word(row, ImportFields.Status);
        status = status is "won" or "lost" ? status : stageAsStatus ?? status;
        if (status is not null)
        {
            row.Values[ImportFields.Status] = status;
        }

        SalesCycleStage? stage = null;
        if (stageText is not null && stageAsStatus is null && cycle is not null && status is not "notStarted")
        {
            var name = Named(
                row, ImportFields.Stage, stageText, text => StageOf(cycle, text)?.Description,
                () => cycle.Stages.OrderBy(s => s.Number).Select(s => new ImportChoice(s.Description, s.Description)));
            stage = name is null ? null : StageOf(cycle, name);
            if (stage is not null)
            {
                row.Values[ImportFields.Stage] = stage.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        var begun = created ?? _today;
        if (status is "won" or "lost")
        {
            End(row, status, close, begun);
            Check(row, status == "won" && value is null or <= 0 && row.State == ImportRowState.New ? Refusals.AmountRequired.With() : null);
        }
        else if (stage is not null)
        {
            // What stands on a stage has a value, and an expected end that is not before its beginning.
            Check(row, value is null or <= 0 && row.State == ImportRowState.New ? Refusals.ValueRequired.With() : null);
            Check(row, close < begun ? Refusals.CloseDateBeforeChange.With(begun) : null);
        }
    }

    /// <summary>The day it ended, and why.</summary>
    private void End(ImportRow row, string status, DateOnly? close, DateOnly begun)
    {
        var outcome = status == "won" ? Outcome.Won : Outcome.Lost;
        var choices = _records.Reasons.Where(r => r.Outcome == outcome)
            .Select(r => new ImportChoice(r.Code, $"{r.Description} ({r.Code})")).ToList();
        var reason = Text(row, ImportFields.ReasonCode) is { } said
            ? Named(row, ImportFields.ReasonCode, said, text => _records.Reason(text, outcome), () => choices) : null;
        if (reason is null && row.State == ImportRowState.New)
        {
            reason = choices.Count == 1 ? choices[0].Value : AnswerTo("missing", ImportFields.ReasonCode, status);
            if (reason is null)
            {
                Doubt(row, "missing", ImportFields.ReasonCode, status, () => choices);
            }
            else if (choices.Count > 1)
            {
                Ask("missing", ImportFields.ReasonCode, status, choices);
            }
        }

        if (reason is not null)
        {
            row.Values[ImportFields.ReasonCode] = reason;
        }

        var closed = Day(row, ImportFields.ClosingDate) ?? close ?? _today;
        Check(row, closed > _today && Text(row, ImportFields.ClosingDate) is not null ? Refusals.ClosingDateInFuture.With(closed) : null);
        closed = closed > _today ? _today : closed;
        if (!row.Values.ContainsKey(ImportFields.CreationDate))
        {
            // What was closed before today was made then at the latest.
            row.Values[ImportFields.CreationDate] = closed.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (closed < begun)
        {
            closed = begun;
        }

        row.Values[ImportFields.ClosingDate] = closed.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
    }

    private SalesCycle? CycleOf(ImportRow row)
    {
        IEnumerable<ImportChoice> Choices() =>
            _records.Cycles.Where(c => !c.Blocked).Select(c => new ImportChoice(c.Code, $"{c.Description} ({c.Code})"));

        var code = Named(row, ImportFields.SalesCycleCode, Text(row, ImportFields.SalesCycleCode), text => _records.Cycle(text)?.Code,
            Choices)
            ?? _company.DefaultSalesCycle;
        if (code is null && row.State != ImportRowState.Doubtful)
        {
            code = AnswerTo("missing", ImportFields.SalesCycleCode, null);
            if (code is null)
            {
                Doubt(row, "missing", ImportFields.SalesCycleCode, null, Choices);
                return null;
            }

            Ask("missing", ImportFields.SalesCycleCode, null, Choices());
        }

        if (code is null || _records.Cycle(code) is not { } cycle)
        {
            return null;
        }

        row.Values[ImportFields.SalesCycleCode] = cycle.Code;
        Check(row, cycle.Blocked ? Refusals.CycleBlocked.With(cycle.Description) : null);
        return cycle;
    }

    /// <summary>A stage by its number or name; what a program puts in parentheses behind it is none of the name.</summary>
    private static SalesCycleStage? StageOf(SalesCycle cycle, string text)
    {
        var name = SearchText.Fold(text);
        var plain = name.EndsWith(')') && name.LastIndexOf('(') is > 0 and var at ? name[..at].Trim() : name;
        return cycle.Stages.FirstOrDefault(s => SearchText.Fold(s.Description) == name || SearchText.Fold(s.Description) == plain)
            ?? cycle.Stages.FirstOrDefault(s => s.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == name);
    }

    private void ContactOf(ImportRow row)
    {
        var given = Checks.NormalCode(Text(row, ImportFields.ContactNo));
        var name = Text(row, ImportFields.ContactName) ?? Text(row, ImportFields.ContactPerson);
        if (given.Length > 0 && _records.ContactsByNo.TryGetValue(given, out var known)
            && (name is null || SearchText.Fold(name) == known.Search || _records.Called(name).Count == 0))
        {
            row.Values[ImportFields.ContactNo] = given;
            row.Values[ImportFields.ContactName] = known.Name;
            return;
        }

        name ??= Text(row, ImportFields.ContactNo);
        if (name is null)
        {
            Refuse(row, Refusals.ContactRequired);
            return;
        }

        row.Values[ImportFields.ContactName] = name;
        if (Checks.Length(name, People.Contact.MaxNameLength, ImportFields.ContactName) is { } tooLong)
        {
            Refuse(row, tooLong);
        }
        else if (Contact(row, ImportFields.ContactName, name, isListed: true) is { } no)
        {
            row.Values[ImportFields.ContactNo] = no;
            row.Values[ImportFields.ContactName] = _records.ContactsByNo[no].Name;
            Check(row, _records.ContactsByNo[no].Blocked ? Refusals.ContactBlocked.With(_records.ContactsByNo[no].Name) : null);
        }
    }

    private void IsThere(ImportRow row, string description)
    {
        var contact = row.Values.GetValueOrDefault(ImportFields.ContactNo) ?? "";
        var (title, elsewhere) = (SearchText.Fold(description), Text(row, ImportFields.ExternalId));
        var no = Checks.NormalCode(Text(row, ImportFields.No));
        var found = no.Length > 0 && _records.Opportunities.Contains(no) ? no
            : elsewhere is not null && _records.OpportunitiesElsewhere.TryGetValue(elsewhere, out var known) ? known
            : contact.Length > 0 && _records.OpportunitiesByTitle.TryGetValue((contact, title), out var alike) ? alike : null;
        if (found is not null)
        {
            Exists(row, found, Refusals.IsThere.With(found));
            return;
        }

        var before = elsewhere is not null ? SeenBefore("#" + elsewhere, row.Line) : null;
        before ??= IsOwn && no.Length > 0 ? SeenBefore("no:" + no, row.Line) : SeenBefore(
            $"{contact}|{SearchText.Fold(row.Values.GetValueOrDefault(ImportFields.ContactName) ?? "")}|{title}", row.Line);
        if (before is { } line)
        {
            Exists(row, "", Refusals.IsTwiceInFile.With(line));
        }
    }

    private void LookAtContact(ImportRow row)
    {
        Copy(row);
        var name = Text(row, ImportFields.Name)
            ?? Checks.Tidy($"{Text(row, ImportFields.FirstName)} {Text(row, ImportFields.LastName)}") ?? Text(row,
                ImportFields.CompanyName);
        var company = Text(row, ImportFields.CompanyName);
        company = company == name && Text(row, ImportFields.Name) is null ? null : company;
        var isPerson = company is not null || Text(row, ImportFields.LastName) is not null;
        var mail = Text(row, ImportFields.Email)?.ToLowerInvariant();
        row.Values[ImportFields.Name] = name ?? "";
        Check(row, Checks.RequiredText(name, People.Contact.MaxNameLength, ImportFields.Name));
        Check(row, Checks.Email(mail, ImportFields.Email));
        Check(row, Checks.Length(Text(row, ImportFields.Phone), People.Contact.MaxPhoneLength, ImportFields.Phone));
        row.Values[ImportFields.Type] = Word(row, ImportFields.Type) ?? (isPerson ? "person" : "company");
        if (mail is not null)
        {
            row.Values[ImportFields.Email] = mail;
        }

        Salesperson(row);
        if (company is not null && row.Values[ImportFields.Type] == "person")
        {
            row.Values[ImportFields.CompanyName] = company;
            Check(row, Checks.Length(company, People.Contact.MaxNameLength, ImportFields.CompanyName));
            if (Text(row, ImportFields.CompanyNo) is { } given && _records.ContactsByNo.TryGetValue(Checks.NormalCode(given), out var there)
                && there.Search == SearchText.Fold(company))
            {
                row.Values["companyNo"] = there.No;
            }
            else if (Contact(
                row, ImportFields.CompanyName, company, isListed: !_seen.ContainsKey("name:" + SearchText.Fold(company))) is { } no)
            {
                row.Values["companyNo"] = no;
            }
        }

        if (name is null)
        {
            return;
        }

        var elsewhere = Text(row, ImportFields.ExternalId);
        var number = Checks.NormalCode(Text(row, ImportFields.No));
        var known = _records.ContactsByNo.TryGetValue(number, out var byNo) && byNo.Search == SearchText.Fold(name) ? number
            : elsewhere is not null && _records.ContactsElsewhere.TryGetValue(elsewhere, out var byId) ? byId
            : mail is not null && _records.ContactsByMail.TryGetValue(mail, out var byMail) ? byMail
            : null;
        var called = known is null ? _records.Called(name) : [_records.ContactsByNo[known]];
        if (called.Count > 0)
        {
            // Of several of one name none is the one that is meant: nothing is changed then.
            var told = string.Join(", ", called.Select(c => $"{c.Name} ({c.No})"));
            Exists(row, called.Count == 1 ? called[0].No : "", Refusals.IsThere.With(told));
            return;
        }

        var before = elsewhere is not null ? SeenBefore("#" + elsewhere, row.Line) : null;
        var sameName = SeenBefore("name:" + SearchText.Fold(name), row.Line);
        before ??= IsOwn && number.Length > 0 ? SeenBefore("no:" + number, row.Line) : sameName;
        if (before is { } line)
        {
            Exists(row, "", Refusals.IsTwiceInFile.With(line));
        }
    }

    private void LookAtSalesperson(ImportRow row)
    {
        var (name, mail) = (Text(row, ImportFields.Name), Text(row, ImportFields.Email)?.ToLowerInvariant());
        var code = Checks.NormalCode(Text(row, ImportFields.Code));
        if (code.Length == 0 && mail is not null)
        {
            code = string.Concat(
                mail.Split('@')[0].ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(People.Salesperson.MaxCodeLength));
        }

        (row.Values[ImportFields.Name], row.Values[ImportFields.Code]) = (name ?? "", code);
        Check(row, Checks.RequiredText(name, People.Salesperson.MaxNameLength, ImportFields.Name));
        Check(row, Checks.Code(code, People.Salesperson.MaxCodeLength));
        Check(row, Checks.Email(mail, ImportFields.Email));
        if (mail is not null)
        {
            row.Values[ImportFields.Email] = mail;
        }

        row.Values[ImportFields.Role] = Word(row, ImportFields.Role) ?? "salesperson";
        var team = Named(
            row, ImportFields.TeamCode, Text(row, ImportFields.TeamCode),
            text => _records.Teams.FirstOrDefault(t => t == Checks.NormalCode(text)), () => _records.Teams.Select(t => new ImportChoice(t,
                t)));
        if (team is not null)
        {
            row.Values[ImportFields.TeamCode] = team;
        }

        var language = Text(row, ImportFields.Language)?.ToLowerInvariant();
        row.Values[ImportFields.Language] = language is { Length: >= 2 } && Texts.Languages.Contains(language[..2])
            ? language[..2] : _company.DefaultLanguage;
        row.Values[ImportFields.TimeZone] = Text(row, ImportFields.TimeZone) is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone,
            out _)
            ? zone : _company.DefaultTimeZone;
        var known = _records.Salesperson(code) ?? (mail is null ? null : _records.Salesperson(mail));
        if (known is not null)
        {
            Exists(row, known, Refusals.IsThere.With(known));
        }
        else if (SeenBefore(code, row.Line) is { } line)
        {
            Exists(row, "", Refusals.IsTwiceInFile.With(line));
        }
    }
}
