using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Capture;

/// <summary>Capturing an opportunity: by form, in one line, or by typing answers to an open form.</summary>
internal sealed class CaptureActions(
    OpportunitiesContext db, OpportunityActs acts, OpportunityActions opportunities, SimilarOpportunities similar, ContactsInText contactsInText, MessageNotes messages,
    IOptions<CompanyOptions> company)
{
    private const int MostChoices = 50;

    /// <summary>Of a message only the beginning is read; the title of an opportunity is short.</summary>
    private const int LongestMessage = 300;

    private static readonly TimeSpan DraftLife = TimeSpan.FromDays(1);

    /// <summary>A card stays in the chat: as long, its Save makes nothing a second time.</summary>
    private static readonly TimeSpan RememberSaved = TimeSpan.FromDays(90);

    /// <summary>Opens the form, filled with what a line says; a form that was open before is replaced.</summary>
    public Task<Answer> OpenAsync(string line, ChatTurn turn, CancellationToken cancellationToken) => OpenAsync(line, null, turn, cancellationToken);

    /// <summary>Opens the form for a message somebody wrote, which becomes the first note of what is made of it.</summary>
    public Task<Answer> OpenFromMessageAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var message = MessageNote.Of(submit.Text("sender") ?? turn.Texts["Somebody"], submit.Text("text"), submit.Text("link"));
        return OpenAsync(Cut(submit.Text("text"), LongestMessage) ?? "", message, turn, cancellationToken);
    }

    private async Task<Answer> OpenAsync(string line, MessageNote? message, ChatTurn turn, CancellationToken cancellationToken)
    {
        var form = new CaptureForm(
            Guid.NewGuid().ToString("N"), Salesperson: await OwnCodeAsync(turn, cancellationToken), Cycle: await DefaultCycleAsync(cancellationToken), Message: message);
        if (message is not null)
        {
            // By its own name: another form that is opened meanwhile replaces the draft, and what comes with a press is not trusted.
            db.StoredItems.Add(new StoredItem
            {
                Key = MessageKey(form.Id, turn),
                Value = JsonSerializer.Serialize(message, ChatJson.Default.MessageNote),
                ExpiresAt = turn.Caller.Now + RememberSaved,
            });
        }

        form = line.Length == 0 ? form : await ReadLineAsync(form, line, turn, cancellationToken);
        await KeepAsync(form, turn, cancellationToken);
        return new Answer(await CardAsync(form, turn, cancellationToken));
    }

    /// <summary>Takes a typed line for the answer to the form that is open here; null when none is.</summary>
    public async Task<Answer?> ContinueAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await FindDraftAsync(turn, cancellationToken) is not { } form)
        {
            return null;
        }

        Dictionary<string, string> wrong = [];
        switch (form.Asked)
        {
            case "title":
                form = await ReadLineAsync(form, text, turn, cancellationToken);
                break;
            case "contact":
                var said = await ReadLineAsync(new CaptureForm(form.Id), text, turn, cancellationToken);
                var name = Cut(Checks.Tidy(text), Contact.MaxNameLength);
                form = said.ContactNo is not null || name is null
                    ? form with { ContactNo = said.ContactNo, Notes = said.Notes, Meant = said.Meant }
                    : said.Meant is { Count: > 0 } ? form with { Meant = said.Meant, Notes = said.Notes }
                    : form with { NewContact = name, Notes = said.Notes is { Count: > 0 } doubts ? doubts : new Dictionary<string, string> { ["newContact"] = WillBeAdded(turn.Texts, name) } };
                break;
            case "value":
                var read = await ReadLineAsync(new CaptureForm(form.Id), text, turn, cancellationToken);
                form = form with { Value = read.Value, CloseDate = form.CloseDate ?? read.CloseDate, Notes = read.Notes };
                if (read.Value is null)
                {
                    wrong["value"] = turn.Texts["“{0}” is not an amount. Write 45000 or 45k.", Short(text)];
                }

                break;
            default:
                // Nothing is missing: what says a date, a figure or a person corrects the form; anything else is not meant for it.
                var more = await ReadLineAsync(new CaptureForm(form.Id), text, turn, cancellationToken);
                if (more is { Title: not null } or { Value: null, CloseDate: null, Salesperson: null, Chances: null, Priority: null, Cycle: null })
                {
                    return null;
                }

                form = form with
                {
                    Value = more.Value ?? form.Value,
                    CloseDate = more.CloseDate ?? form.CloseDate,
                    Salesperson = more.Salesperson ?? form.Salesperson,
                    Chances = more.Chances ?? form.Chances,
                    Priority = more.Priority ?? form.Priority,
                    Cycle = more.Cycle ?? form.Cycle,
                    Notes = more.Notes,
                };
                break;
        }

        await KeepAsync(form, turn, cancellationToken);
        return new Answer(await CardAsync(form, turn, cancellationToken, wrong));
    }

    /// <summary>Saves the form. Pressed twice, or again after a lost answer, it makes one opportunity and shows that.</summary>
    public async Task<Answer> SaveAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (submit.Button.Draft is not { Length: 32 } id || !Guid.TryParseExact(id, "N", out _))
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        if (await DoneAsync(id, turn, cancellationToken) is { } done)
        {
            return done.Length == 0 ? Dropped(t) : await opportunities.ShowAsync(done, turn, cancellationToken);
        }

        var form = new CaptureForm(
            id, submit.Text("title"), submit.Text("contact"), submit.Text("newContact"), submit.Number("value"), submit.Date("closeDate"),
            submit.Text("salesperson"), submit.Number("chances"), submit.Text("priority"), submit.Text("cycle"),
            Message: submit.Button.Action == CaptureCard.FromMessage ? await MessageAsync(id, turn, cancellationToken) : null);
        var wrong = OpportunityActions.Unreadable(submit, t);
        if (form is { ContactNo: not null, NewContact: not null })
        {
            // One of the two stood there already: the one that was changed is meant.
            var draft = await FindDraftAsync(turn, cancellationToken) is { } kept && kept.Id == id ? kept : null;
            var (chose, wrote) = (draft?.ContactNo != form.ContactNo, draft?.NewContact != form.NewContact);
            if (draft is null || chose == wrote)
            {
                wrong["newContact"] = t["Choose a contact or write a new one, not both."];
            }
            else
            {
                form = chose ? form with { NewContact = null } : form with { ContactNo = null };
            }
        }

        var priority = Priority.Normal;
        if (form.Priority is { } said && !Enum.TryParse(said, ignoreCase: true, out priority))
        {
            wrong["priority"] = Refusals.UnknownValue.With().Say(t);
        }

        // Seen once, it is saved all the same.
        var isAgain = wrong.Count == 0 && await similar.FindAsync(form.ContactNo, form.Title, turn.Caller, cancellationToken) is { } same && same.No != submit.Button.Text;
        if (isAgain && await DoneAsync(id, turn, cancellationToken) is { Length: > 0 } already)
        {
            return await opportunities.ShowAsync(already, turn, cancellationToken); // the other press of two at once made it meanwhile
        }

        if (wrong.Count == 0 && !isAgain)
        {
            var result = await acts.CreateAsync(
                new CreateOpportunity(
                    form.Title, form.ContactNo, form.NewContact, form.Salesperson, form.Cycle ?? "",
                    Priority: priority, EstimatedValue: form.Value, ChancesOfSuccess: form.Chances, EstimatedCloseDate: form.CloseDate),
                turn.Caller,
                cancellationToken);
            if (result is Result<Opportunity>.Done(var made))
            {
                await FinishAsync(id, made.No, turn, cancellationToken);
                if (form.Message is not null)
                {
                    await messages.KeepAsync(made.No, form.Message, turn.Caller, cancellationToken);
                }

                return WithMessage(await opportunities.ShowAsync(made.No, turn, cancellationToken, t["Saved as {0}.", made.No]), form.Message, t);
            }

            foreach (var refusal in ((Result<Opportunity>.Refused)result).Refusals)
            {
                wrong.TryAdd(InputOf(refusal.Field), refusal.Say(t));
            }
        }

        // What came from outside may be of any length; what is shown again is not.
        form = form with { Title = Cut(form.Title, Opportunity.MaxDescriptionLength), NewContact = Cut(form.NewContact, Contact.MaxNameLength) };
        await KeepAsync(form, turn, cancellationToken);
        return new Answer(await CardAsync(form, turn, cancellationToken, wrong));
    }

    /// <summary>Keeps the message with an opportunity that is there already, instead of making one of it.</summary>
    public async Task<Answer> AttachAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (submit.Button.Draft is not { Length: 32 } id || !Guid.TryParseExact(id, "N", out _))
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        if (await DoneAsync(id, turn, cancellationToken) is { } done)
        {
            return done.Length == 0 ? Dropped(t) : await opportunities.ShowAsync(done, turn, cancellationToken);
        }

        if (await MessageAsync(id, turn, cancellationToken) is not { } message)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["The message is not known any more. Call the command on it again."]));
        }

        var kept = await messages.KeepAsync(submit.Button.No ?? "", message, turn.Caller, cancellationToken);
        if (kept is not Result<string>.Done(var no))
        {
            return await opportunities.RefusedAsync(submit, ((Result<string>.Refused)kept).First, turn, cancellationToken);
        }

        await FinishAsync(id, no, turn, cancellationToken);
        return WithMessage(await opportunities.ShowAsync(no, turn, cancellationToken, t["The message is kept with {0}.", no]), message, t);
    }

    private static Answer WithMessage(Answer answer, MessageNote? message, BotTexts t) => message is null
        ? answer
        : answer with
        {
            Card = answer.Card with
            {
                Body = [.. answer.Card.Body, CaptureCard.MessageRow(t, message.Sender, message.Text, message.Link is { } link ? new Uri(link) : null)],
            },
        };

    private async Task<MessageNote?> MessageAsync(string form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var key = MessageKey(form, turn);
        return await db.StoredItems.AsNoTracking().Where(i => i.Key == key).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken) is { } value
            ? JsonSerializer.Deserialize(value, ChatJson.Default.MessageNote)
            : null;
    }

    private static string MessageKey(string form, ChatTurn turn) => "message/" + form + "/" + Id(turn);

    /// <summary>Numbers of opportunities named in a text; digits alone are none.</summary>
    private List<string> Numbers(string text) =>
    [
        .. text.Split([' ', ',', ';', '.', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith(company.Value.OpportunityNumberPrefix, StringComparison.OrdinalIgnoreCase) && word.Length <= Opportunity.MaxNoLength).Take(5),
    ];

    /// <summary>Drops a form by its button.</summary>
    public async Task<Answer> CancelAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (submit.Button.Draft is { Length: 32 } id && Guid.TryParseExact(id, "N", out _))
        {
            var done = await DoneAsync(id, turn, cancellationToken);
            if (done is { Length: > 0 })
            {
                return await opportunities.ShowAsync(done, turn, cancellationToken);
            }

            if (done is null)
            {
                await FinishAsync(id, "", turn, cancellationToken);
            }
        }

        return Dropped(turn.Texts);
    }

    /// <summary>Drops the form that is open here, by word; null when none is.</summary>
    public async Task<Answer?> CancelOpenAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await FindDraftAsync(turn, cancellationToken) is not { } form)
        {
            return null;
        }

        await FinishAsync(form.Id, "", turn, cancellationToken);
        return Dropped(turn.Texts);
    }

    /// <summary>What became of a form: a number, nothing when it was dropped, null when neither.</summary>
    private Task<string?> DoneAsync(string id, ChatTurn turn, CancellationToken cancellationToken)
    {
        var key = DoneKey(id, turn);
        return db.StoredItems.AsNoTracking().Where(i => i.Key == key).Select(i => i.Value).SingleOrDefaultAsync(cancellationToken);
    }

    private static Answer Dropped(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, t["Dropped. Nothing was saved."]));

    internal static string Short(string text) => Cut(text, 40) is { } cut && cut.Length < text.Length ? cut + "…" : text;

    [return: NotNullIfNotNull(nameof(text))]
    private static string? Cut(string? text, int length) =>
        text is null || text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string WillBeAdded(BotTexts t, string name) => t["{0} is not among your contacts and will be added.", name];

    private static string DraftKey(ChatTurn turn) => "draft/" + Hash(turn.ConversationId) + "/" + Id(turn);

    private static string DoneKey(string form, ChatTurn turn) => "form/" + form + "/" + Id(turn);

    private static string Id(ChatTurn turn) => turn.Caller.SalespersonId.ToString(CultureInfo.InvariantCulture);

    private static string Hash(string text) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>Where a refusal is shown: rules speak of API fields, the form has its own inputs.</summary>
    private static string InputOf(string? field) => field switch
    {
        "description" => "title",
        "contactNo" => "contact",
        "estimatedValue" => "value",
        "estimatedCloseDate" => "closeDate",
        "salespersonCode" => "salesperson",
        "chancesOfSuccess" => "chances",
        "priority" => "priority",
        "salesCycleCode" => "cycle",
        _ => "title",
    };

    private async Task<CaptureForm> ReadLineAsync(CaptureForm form, string line, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var people = await PeopleAsync(cancellationToken);
        var cycles = await CyclesAsync(cancellationToken);
        var (read, contacts) = await ReadAsync(line, people, cycles, turn, cancellationToken);
        var several = read.Doubts.FirstOrDefault(d => d is { Field: "contact", Sentence: Doubt.Several })?.Arguments[1] as string;
        var notes = read.Doubts.GroupBy(d => d.Field).ToDictionary(
            g => g.Key,
            g => string.Join(' ', g.Select(d => t[d.Sentence, [.. d.Arguments.Select((a, i) =>
                a is DateOnly date ? t.Date(date) : d.Field == "priority" && i == 1 ? CaptureCard.PriorityName(t, read.Priority) : a)]])));
        var contact = contacts.FirstOrDefault(c => c.Id == read.ContactId);
        var unknown = Cut(read.ContactText, Contact.MaxNameLength);
        if (contact is null && several is null && unknown is not null && !notes.ContainsKey("contact"))
        {
            notes["newContact"] = WillBeAdded(t, unknown);
        }

        return form with
        {
            Title = Cut(read.Title, Opportunity.MaxDescriptionLength) ?? form.Title,
            ContactNo = contact?.Code ?? form.ContactNo,
            NewContact = contact is null && form.ContactNo is null && several is null ? unknown ?? form.NewContact : null,
            Value = read.Value ?? form.Value,
            CloseDate = read.CloseDate ?? form.CloseDate,
            Salesperson = people.FirstOrDefault(p => p.Id == read.SalespersonId)?.Code ?? form.Salesperson,
            Chances = read.Chances ?? form.Chances,
            Priority = read.Priority ?? form.Priority,
            Cycle = cycles.FirstOrDefault(c => c.Id == read.CycleId)?.Code ?? form.Cycle,
            Notes = notes,
            Meant = several is null ? form.Meant : [.. contacts.Where(c => several.Contains(c.Name, StringComparison.Ordinal)).Select(c => c.Code).Take(5)],
        };
    }

    private async Task<string?> OwnCodeAsync(ChatTurn turn, CancellationToken cancellationToken) =>
        await db.Salespeople.Where(p => p.Id == turn.Caller.SalespersonId).Select(p => p.Code).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The default cycle; without one, the only one there is.</summary>
    private async Task<string?> DefaultCycleAsync(CancellationToken cancellationToken)
    {
        var cycles = await CyclesAsync(cancellationToken);
        return cycles.FirstOrDefault(c => c.Code == Checks.NormalCode(company.Value.DefaultSalesCycle))?.Code
            ?? (cycles.Count == 1 ? cycles[0].Code : null);
    }

    private async Task<List<Known>> CyclesAsync(CancellationToken cancellationToken) => await db.SalesCycles.AsNoTracking()
        .Where(c => !c.Blocked).OrderBy(c => c.Code).Select(c => new Known(c.Id, c.Code, c.Description, null)).Take(MostChoices).ToListAsync(cancellationToken);

    private async Task<List<Known>> PeopleAsync(CancellationToken cancellationToken) => await db.Salespeople.AsNoTracking()
        .Where(p => !p.Blocked).OrderBy(p => p.Name).Select(p => new Known(p.Id, p.Code, p.Name, null)).Take(500).ToListAsync(cancellationToken);

    /// <summary>Those whose names begin with a word of the line; only when none of them is meant, those that come near.</summary>
    private async Task<(OneLineCapture Read, List<Known> Contacts)> ReadAsync(
        string line, List<Known> people, List<Known> cycles, ChatTurn turn, CancellationToken cancellationToken)
    {
        var text = Cut(line, OneLine.MaxLength);
        List<Known> contacts = [.. (await contactsInText.BeginningAsync(text, cancellationToken)).Select(Named)];
        var read = OneLine.Read(line, turn.Caller.Today, turn.Texts.Culture, people, contacts, cycles);
        if (read.ContactId is not null || read.Doubts.Any(d => d is { Field: "contact", Sentence: Doubt.Several }))
        {
            return (read, contacts);
        }

        contacts = [.. contacts.Concat((await contactsInText.NearAsync(text, cancellationToken)).Select(Named)).DistinctBy(c => c.Id)];
        return (OneLine.Read(line, turn.Caller.Today, turn.Texts.Culture, people, contacts, cycles), contacts);
    }

    private static Known Named(NamedContact contact) => new(contact.Id, contact.No, contact.Name, contact.Company);

    private async Task<AdaptiveCard> CardAsync(
        CaptureForm form, ChatTurn turn, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? wrong = null)
    {
        var choices = await ChoicesAsync(form, turn, cancellationToken);
        choices = choices with { Similar = await similar.FindAsync(form.ContactNo, form.Title, turn.Caller, cancellationToken) };
        if (form.Message is { } message)
        {
            choices = choices with { Likely = await messages.LikelyAsync(Numbers(message.Text), choices.Similar?.No, form.ContactNo, turn.Caller, cancellationToken) };
        }

        return CaptureCard.Form(turn.Texts, form, choices, wrong);
    }

    private async Task<CaptureChoices> ChoicesAsync(CaptureForm form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var me = turn.Caller.SalespersonId;
        var recent = (await db.Opportunities.AsNoTracking().Where(o => o.SalespersonId == me).OrderByDescending(o => o.Id)
            .Select(o => o.ContactId).Take(CaptureCard.MostChoices).ToListAsync(cancellationToken)).Distinct().ToList();
        List<string> said = [.. (form.Meant ?? []).Append(form.ContactNo ?? "")];
        var contacts = await db.Contacts.AsNoTracking().Where(c => recent.Contains(c.Id) || said.Contains(c.No))
            .Select(c => new { Known = new Known(c.Id, c.No, c.Name, c.Company!.Name), c.Blocked }).ToListAsync(cancellationToken);
        List<Known> offered = [.. contacts.Where(c => !c.Blocked || c.Known.Code == form.ContactNo).Select(c => c.Known)
            .OrderByDescending(c => said.Contains(c.Code)).ThenBy(c => recent.IndexOf(c.Id))];
        if (offered.Count < CaptureCard.MostChoices)
        {
            // Whoever is new here has no recent ones.
            offered.AddRange(await db.Contacts.AsNoTracking().Where(c => !c.Blocked && !recent.Contains(c.Id) && !said.Contains(c.No)).OrderBy(c => c.Search)
                .Select(c => new Known(c.Id, c.No, c.Name, c.Company!.Name)).Take(CaptureCard.MostChoices - offered.Count).ToListAsync(cancellationToken));
        }

        var salespeople = await db.Salespeople.AsNoTracking().Where(AccessPolicy.MayActFor(turn.Caller)).Where(p => !p.Blocked || p.Code == form.Salesperson)
            .OrderBy(p => p.Name).Select(p => new Known(p.Id, p.Code, p.Name, null)).Take(CaptureCard.MostChoices).ToListAsync(cancellationToken);
        if (form.Salesperson is { } named && salespeople.All(p => p.Code != named))
        {
            // Named in the line, though the caller makes opportunities only for themselves: shown, and told on saving.
            salespeople.AddRange(await db.Salespeople.AsNoTracking().Where(p => p.Code == named)
                .Select(p => new Known(p.Id, p.Code, p.Name, null)).ToListAsync(cancellationToken));
        }

        return new CaptureChoices(offered, salespeople, await CyclesAsync(cancellationToken));
    }

    private async Task<CaptureForm?> FindDraftAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        var (key, now) = (DraftKey(turn), turn.Caller.Now);
        var item = await db.StoredItems.AsNoTracking().SingleOrDefaultAsync(i => i.Key == key && i.ExpiresAt > now, cancellationToken);
        return item is null ? null : JsonSerializer.Deserialize(item.Value, ChatJson.Default.CaptureForm);
    }

    private async Task KeepAsync(CaptureForm form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var key = DraftKey(turn);
        var value = JsonSerializer.Serialize(form, ChatJson.Default.CaptureForm);
        var item = await db.StoredItems.SingleOrDefaultAsync(i => i.Key == key, cancellationToken);
        if (item is null)
        {
            item = new StoredItem { Key = key, Value = value };
            db.StoredItems.Add(item);
        }
        else
        {
            (item.Value, item.Version) = (value, item.Version + 1);
        }

        item.ExpiresAt = turn.Caller.Now + DraftLife;
    }

    /// <summary>Remembers what became of a form (a number, or nothing when dropped) and forgets the draft.</summary>
    private async Task FinishAsync(string form, string result, ChatTurn turn, CancellationToken cancellationToken)
    {
        var key = DraftKey(turn);
        var draft = await db.StoredItems.SingleOrDefaultAsync(i => i.Key == key, cancellationToken);
        if (draft is not null && JsonSerializer.Deserialize(draft.Value, ChatJson.Default.CaptureForm)?.Id == form)
        {
            db.StoredItems.Remove(draft);
        }

        var done = DoneKey(form, turn);
        if (!await db.StoredItems.AnyAsync(i => i.Key == done, cancellationToken)) // a form that is open in two conversations may be done already
        {
            db.StoredItems.Add(new StoredItem { Key = done, Value = result, ExpiresAt = turn.Caller.Now + RememberSaved });
        }
    }
}
