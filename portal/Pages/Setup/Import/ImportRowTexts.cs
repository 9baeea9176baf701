using System.Globalization;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Pages.Setup.Import;

/// <summary>What the pages of imports show of lines and questions.</summary>
internal static class ImportRowTexts
{
    private static readonly string[] Titles = ["description", "name", "code"];

    /// <summary>A cell without the mark that tells a workbook's number or day from text.</summary>
    public static string Plain(string cell) => cell is ['\u0001' or '\u0002', ..] ? cell[1..] : cell;

    /// <summary>What the line is about.</summary>
    public static string About(ImportRow row) =>
        Titles.Select(f => row.Values.GetValueOrDefault(f)).FirstOrDefault(v => !string.IsNullOrEmpty(v))
            ?? string.Join(" · ", row.Cells.Where(c => !string.IsNullOrWhiteSpace(c)).Take(3).Select(Plain));

    public static string Value(PortalTexts t, ImportRow row) =>
        decimal.TryParse(row.Values.GetValueOrDefault("estimatedValue"), NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            ? t.Money(value) : "–";

    public static string Day(PortalTexts t, ImportRow row) =>
        DateOnly.TryParseExact(
            row.Values.GetValueOrDefault("closingDate") ?? row.Values.GetValueOrDefault("estimatedCloseDate"), "O",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? t.Date(day) : "–";

    /// <summary>A question in a sentence.</summary>
    public static string Ask(PortalTexts t, ImportQuestion question) => question.Code switch
    {
        "dateOrder" => t["Which comes first in its dates, day or month? Nothing in the file shows it."],
        "decimalSign" => t["Which sign stands before decimals? Nothing in the file shows it."],
        "column" => t["Which column is the {0}?", FieldName(t, question.Field)],
        "missing" when question.Value is "won" or "lost" => question.Value == "won"
            ? t["Why were those won of which the file gives no reason?"] : t["Why were those lost of which the file gives no reason?"],
        "missing" => t["Which {0} do lines get that name none?", FieldName(t, question.Field)],
        "contactLike" => t["Which contact is “{0}”?", question.Value],
        "currency" => t["What about amounts in {0}?", question.Value],
        _ => t["What is “{0}” as {1}?", question.Value, FieldName(t, question.Field)],
    };

    /// <summary>A field in words.</summary>
    public static string FieldName(PortalTexts t, string? field) => field switch
    {
        "no" => t["number here"],
        "externalId" => t["number elsewhere"],
        "description" => t["Description"],
        "contactNo" => t["number of the contact"],
        "contactName" => t["contact or company"],
        "contactPerson" => t["person at the contact"],
        "salespersonCode" => t["salesperson (code, mail or name)"],
        "salesCycleCode" => t["sales cycle (code or name)"],
        "stage" => t["stage (number or name)"],
        "status" => t["status (open, won, lost)"],
        "reasonCode" => t["reason (code or name)"],
        "creationDate" => t["creation day"],
        "stageDate" => t["day the stage was entered"],
        "priority" => t["Priority"],
        "estimatedValue" => t["Estimated value"],
        "currency" => t["Currency"],
        "chancesOfSuccess" => t["Chances of success"],
        "estimatedCloseDate" => t["expected closing day"],
        "closingDate" => t["day it was closed"],
        "nextStep" => t["Next step"],
        "nextStepDate" => t["Day of the next step"],
        "source" => t["Source"],
        "note" => t["Note"],
        "wonAmount" => t["amount it was won for"],
        "startNow" => t["start at once (yes or no)"],
        "name" => t["Name"],
        "firstName" => t["First name"],
        "lastName" => t["last name"],
        "type" => t["type (company or person)"],
        "companyName" => t["company of a person"],
        "companyNo" => t["Company number"],
        "email" => t["Mail"],
        "phone" => t["Telephone"],
        "code" => t["Code"],
        "role" => t["Role"],
        "teamCode" => t["code of the team"],
        "language" => t["Language"],
        "timeZone" => t["Time zone"],
        _ => field ?? "",
    };

    public static string Of(this PortalTexts t, ImportKind kind) => kind switch
    {
        ImportKind.Contacts => t["Contacts"],
        ImportKind.Salespeople => t["Salespeople"],
        _ => t["Opportunities"],
    };

    public static string Of(this PortalTexts t, ImportState state) => t[state switch
    {
        ImportState.Asking => "Questions are open",
        ImportState.TakingIn => "Being taken in",
        ImportState.TakenIn => "All taken in",
        ImportState.TakingBack => "Being taken back",
        ImportState.TakenBack => "Taken back",
        ImportState.Failed => "Failed",
        _ => "Ready to be taken in",
    }];

    public static string Of(this PortalTexts t, ImportRowState state) => t[state switch
    {
        ImportRowState.New => "New",
        ImportRowState.Exists => "there already",
        ImportRowState.Doubtful => "doubtful",
        ImportRowState.Refused => "refused",
        _ => "left out",
    }];
}
