using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Capture;

/// <summary>Fills the form with what a line says, and says beside each input what is doubtful.</summary>
internal sealed class CaptureReader(Choices choices, ContactsInText contactsInText, IOptions<CompanyOptions> company)
{
    /// <summary>What the line says stands over what the form holds; what it does not say stays.</summary>
    public async Task<CaptureForm> ReadAsync(CaptureForm form, string line, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var people = await choices.ColleaguesAsync(cancellationToken);
        var cycles = await choices.CyclesAsync(cancellationToken);
        var (read, contacts) = await ReadAsync(line, people, cycles, turn, cancellationToken);
        var several = read.Doubts.FirstOrDefault(d => d is { Field: "contact", Sentence: Doubt.Several })?.Arguments[1] as string;
        var notes = Notes(read, t);
        var contact = contacts.FirstOrDefault(c => c.Id == read.ContactId);
        var unknown = read.ContactText.CutTo(Contact.MaxNameLength);
        if (contact is null && several is null && unknown is not null && !notes.ContainsKey("contact"))
        {
            notes["newContact"] = WillBeAdded(t, unknown);
        }

        return form with
        {
            Title = read.Title.CutTo(Opportunity.MaxDescriptionLength) ?? form.Title,
            ContactNo = contact?.Code ?? form.ContactNo,
            NewContact = contact is null && form.ContactNo is null && several is null ? unknown ?? form.NewContact : null,
            Value = read.Value ?? form.Value,
            CloseDate = read.CloseDate ?? form.CloseDate,
            Salesperson = people.FirstOrDefault(p => p.Id == read.SalespersonId)?.Code ?? form.Salesperson,
            Chances = read.Chances ?? form.Chances,
            Priority = read.Priority ?? form.Priority,
            Cycle = cycles.FirstOrDefault(c => c.Id == read.CycleId)?.Code ?? form.Cycle,
            Notes = notes,
            Meant = several is null
                ? form.Meant
                : [.. contacts.Where(c => several.Contains(c.Name, StringComparison.Ordinal)).Select(c => c.Code).Take(5)],
        };
    }

    public static string WillBeAdded(BotTexts t, string name) => t["{0} is not among your contacts and will be added.", name];

    /// <summary>By input: what we are not sure of, in the reader's words.</summary>
    private static Dictionary<string, string> Notes(OneLineCapture read, BotTexts t)
    {
        object Said(Doubt doubt, object argument, int place) =>
            argument is DateOnly date ? t.Date(date)
            : doubt.Field == "priority" && place == 1 ? CaptureCard.PriorityName(t, read.Priority)
            : argument;
        return read.Doubts.GroupBy(d => d.Field).ToDictionary(
            g => g.Key, g => string.Join(' ', g.Select(d => t[d.Sentence, [.. d.Arguments.Select((a, i) => Said(d, a, i))]])));
    }

    /// <summary>Those whose names begin with a word of the line; only when none of them is meant, those that come near.</summary>
    private async Task<(OneLineCapture Read, List<NamedRecord> Contacts)> ReadAsync(
        string line, IReadOnlyList<NamedRecord> people, IReadOnlyList<NamedRecord> cycles, ChatTurn turn,
        CancellationToken cancellationToken)
    {
        var text = NameFit.WrittenOut(PastedText.Naming(line)).CutTo(OneLine.MaxLength)!;
        var currency = company.Value.Currency;
        List<NamedRecord> contacts = [.. (await contactsInText.BeginningAsync(text, cancellationToken)).Select(Named)];
        var read = OneLine.Read(line, turn.Caller.Today, turn.Texts.Culture, people, contacts, cycles, currency);
        if (read.ContactId is not null || read.Doubts.Any(d => d is { Field: "contact", Sentence: Doubt.Several }))
        {
            return (read, contacts);
        }

        contacts = [.. contacts.Concat((await contactsInText.NearAsync(text, cancellationToken)).Select(Named)).DistinctBy(c => c.Id)];
        return (OneLine.Read(line, turn.Caller.Today, turn.Texts.Culture, people, contacts, cycles, currency), contacts);
    }

    private static NamedRecord Named(NamedContact contact) => new(contact.Id, contact.No, contact.Name, contact.Company);
}
