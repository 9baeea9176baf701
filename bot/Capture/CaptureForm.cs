using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Capture;

/// <summary>A new opportunity as far as it is filled in; kept in the database until saved, dropped or a day old.</summary>
/// <param name="Id">Names the form on its card; one save is done once per form.</param>
/// <param name="Title">What it is about.</param>
/// <param name="ContactNo">A known contact.</param>
/// <param name="NewContact">Name of a contact to be made along with it.</param>
/// <param name="Value">Company currency.</param>
/// <param name="CloseDate">Expected closing date.</param>
/// <param name="Salesperson">Code.</param>
/// <param name="Chances">Percent 0–100.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="Cycle">Code.</param>
/// <param name="Notes">Beside an input (by its id): what we are not sure of.</param>
/// <param name="Meant">Numbers of the contacts of whom one was meant.</param>
/// <param name="Message">The message it is made from, which becomes its first note.</param>
/// <param name="IsWhole">Whether all inputs are shown, and not only those that are missing or doubtful.</param>
/// <param name="Proposed">Inputs (by id) whose value nobody gave. They stand on the card and in its buttons, never in the draft.</param>
/// <param name="SeenSimilar">Number of the opportunity that its card said it may be a second time.</param>
/// <param name="ShownAt">When its card was shown; null when something else was said since.</param>
internal sealed record CaptureForm(
    string Id,
    string? Title = null,
    string? ContactNo = null,
    string? NewContact = null,
    decimal? Value = null,
    DateOnly? CloseDate = null,
    string? Salesperson = null,
    decimal? Chances = null,
    string? Priority = null,
    string? Cycle = null,
    IReadOnlyDictionary<string, string>? Notes = null,
    IReadOnlyList<string>? Meant = null,
    MessageNote? Message = null,
    bool IsWhole = false,
    IReadOnlyList<string>? Proposed = null,
    string? SeenSimilar = null,
    DateTimeOffset? ShownAt = null)
{
    /// <summary>The input a typed answer is taken for: the first one that must be filled and is not.</summary>
    public string? Asked => Title is null ? "title" : ContactNo is null && NewContact is null ? "contact" : Value is null ? "value" : null;

    /// <summary>Without what was only proposed.</summary>
    public CaptureForm AsSaid() => this with
    {
        CloseDate = IsProposed("closeDate") ? null : CloseDate,
        Chances = IsProposed("chances") ? null : Chances,
        Cycle = IsProposed("cycle") ? null : Cycle,
        Proposed = null,
    };

    public bool IsProposed(string input) => Proposed?.Contains(input) == true;

    /// <summary>Whether an input is doubtful, or must be filled and is not. Beside a known contact a new one need not be asked.</summary>
    public bool IsOpen(string input) => Notes?.ContainsKey(input) == true || input switch
    {
        // What somebody wrote to somebody else makes a poor title.
        "title" => Title is null || Message is not null,
        "contact" => (ContactNo is null && NewContact is null) || Notes?.ContainsKey("newContact") == true,
        "newContact" => ContactNo is null && IsOpen("contact"),
        "value" => Value is null,
        "cycle" => Cycle is null,
        "chances" => Cycle is not null && Chances is null,
        _ => false,
    };
}

/// <summary>What can be chosen in the form, and what it may be a second time.</summary>
/// <param name="Contacts">Those of late; others are found while typing.</param>
/// <param name="Salespeople">For whom the writer may capture, and whoever else is named.</param>
/// <param name="Cycles">Not blocked.</param>
/// <param name="Similar">An open opportunity that may be the same.</param>
/// <param name="Likely">An open opportunity to which the message may belong, when the form is made from one.</param>
internal sealed record CaptureChoices(
    IReadOnlyList<NamedRecord> Contacts, IReadOnlyList<NamedRecord> Salespeople, IReadOnlyList<NamedRecord> Cycles,
    SimilarOpportunity? Similar = null, SimilarOpportunity? Likely = null)
{
    /// <summary>Code of the writer.</summary>
    public string? Myself { get; init; }

    /// <summary>Whether it is for somebody for whom the writer makes none: saved, it is handed over.</summary>
    public bool IsHandedOver { get; init; }
}

/// <summary>What a typed line changed in a form.</summary>
/// <param name="Before">The form as it was shown before.</param>
/// <param name="Unused">Words of the line that changed nothing; null when all of them did.</param>
internal sealed record CaptureChange(CaptureForm Before, string? Unused);
