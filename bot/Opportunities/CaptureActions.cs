using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Chat;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Capturing an opportunity: by form, in one line, or by typing answers to an open form.</summary>
internal sealed class CaptureActions(
    OpportunitiesContext db, OpportunityActs acts, OpportunityActions opportunities, IOptions<CompanyOptions> company)
{
    private const int MostChoices = 50;
    private static readonly TimeSpan DraftLife = TimeSpan.FromDays(1);

    /// <summary>A card stays in the chat: as long, its Save makes nothing a second time.</summary>
    private static readonly TimeSpan RememberSaved = TimeSpan.FromDays(90);

    /// <summary>Opens the form, filled with what a line says; a form that was open before is replaced.</summary>
    public async Task<Answer> OpenAsync(string line, ChatTurn turn, CancellationToken cancellationToken)
    {
        var form = new CaptureForm(
            Guid.NewGuid().ToString("N"), Salesperson: await OwnCodeAsync(turn, cancellationToken), Cycle: await DefaultCycleAsync(cancellationToken));
        form = line.Length == 0 ? form : await ReadLineAsync(form, line, turn, cancellationToken);
        await KeepAsync(form, turn, cancellationToken);
        return new Answer(CaptureCard.Form(turn.Texts, form, await ChoicesAsync(form, turn, cancellationToken)));
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
                    ? form with { ContactNo = said.ContactNo, Notes = said.Notes }
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
                return null;
        }

        await KeepAsync(form, turn, cancellationToken);
        return new Answer(CaptureCard.Form(turn.Texts, form, await ChoicesAsync(form, turn, cancellationToken), wrong));
    }

    /// <summary>Saves the form. Pressed twice, or again after a lost answer, it makes one opportunity and shows that.</summary>
    public async Task<Answer> SaveAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (submit.Button.Draft is not { Length: 32 } id || !Guid.TryParseExact(id, "N", out _))
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        var done = await db.StoredItems.AsNoTracking().SingleOrDefaultAsync(i => i.Key == DoneKey(id, turn), cancellationToken);
        if (done is not null)
        {
            return done.Value.Length == 0
                ? Dropped(t)
                : await opportunities.ShowAsync(done.Value, turn, cancellationToken);
        }

        var form = new CaptureForm(
            id, submit.Text("title"), submit.Text("contact"), submit.Text("newContact"), submit.Number("value"), submit.Date("closeDate"),
            submit.Text("salesperson"), submit.Number("chances"), submit.Text("priority"), submit.Text("cycle"));
        var wrong = OpportunityActions.Unreadable(submit, t);
        var priority = Priority.Normal;
        if (form.Priority is { } said && !Enum.TryParse(said, ignoreCase: true, out priority))
        {
            wrong["priority"] = Refusals.UnknownValue.With().Say(t);
        }

        if (wrong.Count == 0)
        {
            var result = await acts.CreateAsync(
                new CreateOpportunity(
                    form.Title, form.ContactNo, form.ContactNo is null ? form.NewContact : null, form.Salesperson, form.Cycle ?? "",
                    Priority: priority, EstimatedValue: form.Value, ChancesOfSuccess: form.Chances, EstimatedCloseDate: form.CloseDate),
                turn.Caller,
                cancellationToken);
            if (result is Result<Opportunity>.Done(var made))
            {
                await FinishAsync(id, made.No, turn, cancellationToken);
                return await opportunities.ShowAsync(made.No, turn, cancellationToken, t["Saved as {0}.", made.No]);
            }

            foreach (var refusal in ((Result<Opportunity>.Refused)result).Refusals)
            {
                wrong.TryAdd(InputOf(refusal.Field), refusal.Say(t));
            }
        }

        // What came from outside may be of any length; what is shown again is not.
        form = form with { Title = Cut(form.Title, Opportunity.MaxDescriptionLength), NewContact = Cut(form.NewContact, Contact.MaxNameLength) };
        await KeepAsync(form, turn, cancellationToken);
        return new Answer(CaptureCard.Form(t, form, await ChoicesAsync(form, turn, cancellationToken), wrong));
    }

    /// <summary>Drops a form by its button.</summary>
    public async Task<Answer> CancelAsync(CardSubmit submit, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (submit.Button.Draft is { Length: 32 } id && Guid.TryParseExact(id, "N", out _))
        {
            var done = await db.StoredItems.AsNoTracking().SingleOrDefaultAsync(i => i.Key == DoneKey(id, turn), cancellationToken);
            if (done is { Value.Length: > 0 })
            {
                return await opportunities.ShowAsync(done.Value, turn, cancellationToken);
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

    private static Answer Dropped(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, t["Dropped. Nothing was saved."]));

    private static string Short(string text) => Cut(text, 40) is { } cut && cut.Length < text.Length ? cut + "…" : text;

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
        var contacts = await ContactsNamedInAsync(line, cancellationToken);
        var cycles = await CyclesAsync(cancellationToken);
        var read = OneLine.Read(line, turn.Caller.Today, t.Culture, people, contacts, cycles);
        var notes = read.Doubts.GroupBy(d => d.Field).ToDictionary(
            g => g.Key,
            g => string.Join(' ', g.Select(d => t[d.Sentence, [.. d.Arguments.Select(a => a is DateOnly date ? t.Date(date) : a)]])));
        var contact = contacts.FirstOrDefault(c => c.Id == read.ContactId);
        var unknown = Cut(read.ContactText, Contact.MaxNameLength);
        if (contact is null && unknown is not null && !notes.ContainsKey("contact"))
        {
            notes["newContact"] = WillBeAdded(t, unknown);
        }

        return form with
        {
            Title = Cut(read.Title, Opportunity.MaxDescriptionLength) ?? form.Title,
            ContactNo = contact?.Code ?? form.ContactNo,
            NewContact = contact is null && form.ContactNo is null ? unknown ?? form.NewContact : null,
            Value = read.Value ?? form.Value,
            CloseDate = read.CloseDate ?? form.CloseDate,
            Salesperson = people.FirstOrDefault(p => p.Id == read.SalespersonId)?.Code ?? form.Salesperson,
            Chances = read.Chances ?? form.Chances,
            Priority = read.Priority ?? form.Priority,
            Cycle = cycles.FirstOrDefault(c => c.Id == read.CycleId)?.Code ?? form.Cycle,
            Notes = notes,
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

    /// <summary>Contacts whose name, or whose company's, begins with a word of the line: found by index, however many there are.</summary>
    private async Task<List<Known>> ContactsNamedInAsync(string line, CancellationToken cancellationToken)
    {
        var words = SearchText.Fold(line.Length > OneLine.MaxLength ? line[..OneLine.MaxLength] : line)
            .Split([' ', ',', ';', '.', ':', '@', '\'', '’', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Length >= 3 && char.IsLetter(w[0])).Distinct().Take(20).ToList();
        List<Known> found = [];
        foreach (var start in words.Select(w => w[..3]).Distinct())
        {
            found.AddRange(await db.Contacts.AsNoTracking()
                .Where(c => !c.Blocked && (c.Search.StartsWith(start) || c.Company!.Search.StartsWith(start) || c.Search.Contains(" " + start)))
                .OrderBy(c => c.Search).Select(c => new Known(c.Id, c.No, c.Name, c.Company!.Name)).Take(MostChoices).ToListAsync(cancellationToken));
        }

        return [.. found.DistinctBy(c => c.Id)];
    }

    private async Task<CaptureChoices> ChoicesAsync(CaptureForm form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var contacts = await db.Contacts.AsNoTracking().Where(c => !c.Blocked).OrderByDescending(c => c.No == form.ContactNo).ThenBy(c => c.Search)
            .Select(c => new Known(c.Id, c.No, c.Name, c.Company!.Name)).Take(MostChoices).ToListAsync(cancellationToken);
        var salespeople = await db.Salespeople.AsNoTracking().Where(AccessPolicy.MayActFor(turn.Caller)).Where(p => !p.Blocked || p.Code == form.Salesperson)
            .OrderBy(p => p.Name).Select(p => new Known(p.Id, p.Code, p.Name, null)).Take(MostChoices).ToListAsync(cancellationToken);
        if (form.Salesperson is { } named && salespeople.All(p => p.Code != named))
        {
            // Named in the line, though the caller makes opportunities only for themselves: shown, and told on saving.
            salespeople.AddRange(await db.Salespeople.AsNoTracking().Where(p => p.Code == named)
                .Select(p => new Known(p.Id, p.Code, p.Name, null)).ToListAsync(cancellationToken));
        }

        return new CaptureChoices(contacts, salespeople, await CyclesAsync(cancellationToken));
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

        db.StoredItems.Add(new StoredItem { Key = DoneKey(form, turn), Value = result, ExpiresAt = turn.Caller.Now + RememberSaved });
    }
}
