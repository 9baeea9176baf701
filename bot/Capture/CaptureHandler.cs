using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Capture;

/// <summary>Opens the form, filled with what a line says; a form that was open before is replaced.</summary>
internal sealed record OpenCaptureCommand(string Line)
{
    public static OpenCaptureCommand Of(Press press) => new(press.Button.Text ?? "");
}

/// <summary>Opens the form for a message somebody wrote, which becomes the first note of what is made of it.</summary>
/// <param name="Sender">Who wrote it; null when that is not known.</param>
/// <param name="Text">What it says.</param>
/// <param name="Link">Where it stands.</param>
internal sealed record CaptureMessageCommand(string? Sender, string? Text, string? Link)
{
    public static CaptureMessageCommand Of(Press press) => new(press.Text("sender"), press.Text("text"), press.Text("link"));
}

/// <summary>Saves the form.</summary>
/// <param name="Form">As it was filled in; its id is null when the button names none.</param>
/// <param name="SeenSimilar">Number of the opportunity that the person was told it may be a second time.</param>
/// <param name="IsFromMessage">Whether it was opened from a message.</param>
/// <param name="Press">For what cannot be read.</param>
internal sealed record SaveCaptureCommand(CaptureForm? Form, string? SeenSimilar, bool IsFromMessage, Press Press)
{
    public static SaveCaptureCommand Of(Press press) => new(
        press.Form is not { } form ? null : new CaptureForm(
            form.ToString("N"), press.Text("title"), press.Text("contact"), press.Text("newContact"), press.Number("value"),
            press.Date("closeDate"), press.Text("salesperson"), press.Number("chances"), press.Text("priority"), press.Text("cycle")),
        press.Button.Text,
        press.Button.Action == CaptureCard.FromMessage,
        press);
}

/// <summary>Keeps the message with an opportunity that is there already, instead of making one of it.</summary>
internal sealed record AttachMessageCommand(string No, long? Version, string? Form) : OpportunityCommand(No, Version)
{
    public const string VerbName = "capture.attach";

    public override string Verb => VerbName;

    public static AttachMessageCommand Of(Press press) =>
        new(press.Button.No ?? "", press.Button.Version, press.Form?.ToString("N")) { Press = press };
}

/// <summary>Drops a form.</summary>
internal sealed record CancelCaptureCommand(string? Form)
{
    public static CancelCaptureCommand Of(Press press) => new(press.Form?.ToString("N"));
}

/// <summary>Capturing an opportunity: by form, in one line, or by typing answers to an open form.</summary>
internal sealed class CaptureHandler(
    OpportunityActs acts, OpportunityAnswers answers, CaptureDrafts drafts, CaptureReader reader, Choices choices,
    SimilarOpportunities similar, MessageNotes messages, IOptions<CompanyOptions> company)
    : IHandler<OpenCaptureCommand>, IHandler<CaptureMessageCommand>, IHandler<SaveCaptureCommand>, IHandler<AttachMessageCommand>,
        IHandler<CancelCaptureCommand>, IWordHandler
{
    /// <summary>Of a message only the beginning is read; the title of an opportunity is short.</summary>
    private const int LongestMessage = 300;

    public Task<Answer> HandleAsync(OpenCaptureCommand command, ChatTurn turn, CancellationToken cancellationToken) =>
        OpenAsync(command.Line, null, turn, cancellationToken);

    public Task<Answer> HandleAsync(CaptureMessageCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var message = MessageNote.Of(command.Sender ?? turn.Texts["Somebody"], command.Text, command.Link);
        return OpenAsync(command.Text.CutTo(LongestMessage) ?? "", message, turn, cancellationToken);
    }

    /// <summary>"new Contoso rollout 45k", "cancel", and any line that answers the form that is open here.</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        switch (said.Name)
        {
            case CommandName.New:
                return await OpenAsync(said.Rest, null, turn, cancellationToken);
            case CommandName.Cancel when said.Rest.Length == 0 || said.IsSlashed:
                if (await drafts.FindAsync(turn, cancellationToken) is { } open)
                {
                    await drafts.FinishAsync(open.Id, "", turn, cancellationToken);
                    return Dropped(turn.Texts);
                }

                return new Answer(GreetingCards.NoticeWithStarts(turn.Texts, turn.Texts["There is nothing to cancel: no form is open."]));
            case CommandName.Cancel:
                return null;
            default:
                return await ContinueAsync(said.Text, turn, cancellationToken);
        }
    }

    /// <summary>Pressed twice, or again after a lost answer, it makes one opportunity and shows that.</summary>
    public async Task<Answer> HandleAsync(SaveCaptureCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (command.Form is not { Id: var id } form)
        {
            return new Answer(GreetingCards.NotUnderstood(turn.Texts));
        }

        if (await drafts.OutcomeAsync(id, turn, cancellationToken) is { } done)
        {
            return await DoneBeforeAsync(done, turn, cancellationToken);
        }

        form = form with { Message = command.IsFromMessage ? await drafts.MessageAsync(id, turn, cancellationToken) : null };
        var wrong = OpportunityAnswers.Unreadable(command.Press, turn.Texts);
        form = await WithOneContactAsync(form, wrong, turn, cancellationToken);
        var priority = Priority.Normal;
        if (form.Priority is { } said && !Enum.TryParse(said, ignoreCase: true, out priority))
        {
            wrong["priority"] = Refusals.UnknownValue.With().Say(turn.Texts);
        }

        // Seen once, it is saved all the same.
        var isAgain = wrong.Count == 0 && await similar.FindAsync(form.ContactNo, form.Title, turn.Caller, cancellationToken) is { } same
            && same.No != command.SeenSimilar;
        if (isAgain && await drafts.OutcomeAsync(id, turn, cancellationToken) is { No.Length: > 0 } already)
        {
            return await answers.ShowAsync(already.No, turn, cancellationToken); // the other press of two at once made it meanwhile
        }

        if (wrong.Count == 0 && !isAgain && await MakeAsync(form, priority, wrong, turn, cancellationToken) is { } made)
        {
            return made;
        }

        // What came from outside may be of any length; what is shown again is not.
        form = form with
        {
            Title = form.Title.CutTo(Opportunity.MaxDescriptionLength),
            NewContact = form.NewContact.CutTo(Contact.MaxNameLength)
        };
        await drafts.KeepAsync(form, turn, cancellationToken);
        return new Answer(await CardAsync(form, turn, cancellationToken, wrong));
    }

    public async Task<Answer> HandleAsync(AttachMessageCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (command.Form is not { } id)
        {
            return new Answer(GreetingCards.NotUnderstood(t));
        }

        if (await drafts.OutcomeAsync(id, turn, cancellationToken) is { } done)
        {
            return await DoneBeforeAsync(done, turn, cancellationToken);
        }

        if (await drafts.MessageAsync(id, turn, cancellationToken) is not { } message)
        {
            return new Answer(GreetingCards.NoticeWithStarts(t, t["The message is not known any more. Call the command on it again."]));
        }

        var kept = await messages.KeepAsync(command.No, message, turn.Caller, cancellationToken);
        if (kept is not Result<string>.Done(var no))
        {
            return await answers.RefusedAsync(command, ((Result<string>.Refused)kept).First, turn, cancellationToken);
        }

        await drafts.FinishAsync(id, no, turn, cancellationToken);
        return WithMessage(await answers.ShowAsync(no, turn, cancellationToken, t["The message is kept with {0}.", no]), message, turn);
    }

    public async Task<Answer> HandleAsync(CancelCaptureCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        var outcome = command.Form is { } form ? await drafts.OutcomeAsync(form, turn, cancellationToken) : null;
        if (outcome is { No.Length: > 0 })
        {
            return await answers.ShowAsync(outcome.No, turn, cancellationToken);
        }

        if (command.Form is not null && outcome is null)
        {
            await drafts.FinishAsync(command.Form, "", turn, cancellationToken);
        }

        return Dropped(turn.Texts);
    }

    private async Task<Answer> OpenAsync(string line, MessageNote? message, ChatTurn turn, CancellationToken cancellationToken)
    {
        var form = new CaptureForm(
            Guid.NewGuid().ToString("N"),
            Salesperson: (await choices.MyselfAsync(turn.Caller, cancellationToken))?.Code,
            Cycle: choices.Usual(await choices.CyclesAsync(cancellationToken))?.Code,
            Message: message);
        if (message is not null)
        {
            drafts.KeepMessage(form.Id, message, turn);
        }

        form = line.Length == 0 ? form : await reader.ReadAsync(form, line, turn, cancellationToken);
        await drafts.KeepAsync(form, turn, cancellationToken);
        return new Answer(await CardAsync(form, turn, cancellationToken));
    }

    /// <summary>
    /// Takes a typed line for the answer to the form that is open here; null when none is, or the line is not meant for it.
    /// </summary>
    private async Task<Answer?> ContinueAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await drafts.FindAsync(turn, cancellationToken) is not { } form)
        {
            return null;
        }

        Dictionary<string, string> wrong = [];
        var said = form.Asked == "title"
            ? await reader.ReadAsync(form, text, turn, cancellationToken)
            : await reader.ReadAsync(new CaptureForm(form.Id), text, turn, cancellationToken);
        switch (form.Asked)
        {
            case "title":
                form = said;
                break;
            case "contact":
                form = WithContact(form, said, Checks.Tidy(text).CutTo(Contact.MaxNameLength), turn.Texts);
                break;
            case "value":
                form = form with { Value = said.Value, CloseDate = form.CloseDate ?? said.CloseDate, Notes = said.Notes };
                if (said.Value is null)
                {
                    wrong["value"] = turn.Texts["“{0}” is not an amount. Write 45000 or 45k.", text.Shortened()];
                }

                break;
            case null when said is { Title: not null } or
            {
                Value: null, CloseDate: null, Salesperson: null, Chances: null, Priority: null,
                Cycle: null
            }:
                // Nothing is missing: what says a date, a figure or a person corrects the form; anything else is not meant for it.
                return null;
            default:
                form = form with
                {
                    Value = said.Value ?? form.Value,
                    CloseDate = said.CloseDate ?? form.CloseDate,
                    Salesperson = said.Salesperson ?? form.Salesperson,
                    Chances = said.Chances ?? form.Chances,
                    Priority = said.Priority ?? form.Priority,
                    Cycle = said.Cycle ?? form.Cycle,
                    Notes = said.Notes,
                };
                break;
        }

        await drafts.KeepAsync(form, turn, cancellationToken);
        return new Answer(await CardAsync(form, turn, cancellationToken, wrong));
    }

    /// <summary>The contact that was answered: one that is known, several of whom one is meant, or the name of a new one.</summary>
    private static CaptureForm WithContact(CaptureForm form, CaptureForm said, string? name, BotTexts t) =>
        said.ContactNo is not null || name is null ? form with { ContactNo = said.ContactNo, Notes = said.Notes, Meant = said.Meant }
        : said.Meant is { Count: > 0 } ? form with { Meant = said.Meant, Notes = said.Notes }
        : form with
        {
            NewContact = name,
            Notes = said.Notes is { Count: > 0 } doubts
                ? doubts : new Dictionary<string, string> { ["newContact"] = CaptureReader.WillBeAdded(t, name) },
        };

    /// <summary>Of a known contact and the name of a new one, one stood there already: the one that was changed is meant.</summary>
    private async Task<CaptureForm> WithOneContactAsync(
        CaptureForm form, Dictionary<string, string> wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (form is not { ContactNo: not null, NewContact: not null })
        {
            return form;
        }

        var draft = await drafts.FindAsync(turn, cancellationToken) is { } kept && kept.Id == form.Id ? kept : null;
        var (chose, wrote) = (draft?.ContactNo != form.ContactNo, draft?.NewContact != form.NewContact);
        if (draft is null || chose == wrote)
        {
            wrong["newContact"] = turn.Texts["Choose a contact or write a new one, not both."];
            return form;
        }

        return chose ? form with { NewContact = null } : form with { ContactNo = null };
    }

    /// <summary>Makes the opportunity; null when that was refused, and then what is wrong stands by input.</summary>
    private async Task<Answer?> MakeAsync(
        CaptureForm form, Priority priority, Dictionary<string, string> wrong, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var result = await acts.CreateAsync(
            new CreateOpportunity(
                form.Title, form.ContactNo, form.NewContact, form.Salesperson, form.Cycle ?? "", Priority: priority,
                EstimatedValue: form.Value, ChancesOfSuccess: form.Chances, EstimatedCloseDate: form.CloseDate),
            turn.Caller,
            cancellationToken);
        if (result is Result<Opportunity>.Done(var made))
        {
            await drafts.FinishAsync(form.Id, made.No, turn, cancellationToken);
            if (form.Message is not null)
            {
                await messages.KeepAsync(made.No, form.Message, turn.Caller, cancellationToken);
            }

            return WithMessage(await answers.ShowAsync(made.No, turn, cancellationToken, t["Saved as {0}.", made.No]), form.Message, turn);
        }

        foreach (var refusal in ((Result<Opportunity>.Refused)result).Refusals)
        {
            wrong.TryAdd(InputOf(refusal.Field), refusal.Say(t));
        }

        return null;
    }

    private async Task<Answer> DoneBeforeAsync(CaptureOutcome outcome, ChatTurn turn, CancellationToken cancellationToken) =>
        outcome.No.Length == 0 ? Dropped(turn.Texts) : await answers.ShowAsync(outcome.No, turn, cancellationToken);

    private static Answer WithMessage(Answer answer, MessageNote? message, ChatTurn turn) => message is null
        ? answer
        : answer with
        {
            Card = answer.Card with
            {
                Body =
                [
                    .. answer.Card.Body,
                    OpportunityCard.Message(
                        turn.Texts, message.Sender, message.Text, turn.Caller.Name, message.Link is { } link ? new Uri(link) : null),
                ],
            },
        };

    private static Answer Dropped(BotTexts t) => new(GreetingCards.NoticeWithStarts(t, t["Dropped. Nothing was saved."]));

    /// <summary>Numbers of opportunities named in a text; digits alone are none.</summary>
    private List<string> Numbers(string text) =>
    [
        .. text.Split([' ', ',', ';', '.', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith(company.Value.OpportunityNumberPrefix, StringComparison.OrdinalIgnoreCase)
                && word.Length <= Opportunity.MaxNoLength)
            .Take(5),
    ];

    private async Task<AdaptiveCard> CardAsync(
        CaptureForm form, ChatTurn turn, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? wrong = null)
    {
        List<NamedRecord> salespeople = [.. (await choices.MayActForAsync(turn.Caller, cancellationToken)).Take(CaptureCard.MostChoices)];
        if (form.Salesperson is { } named && salespeople.All(p => p.Code != named)
            && await choices.PersonAsync(named, cancellationToken) is { } other)
        {
            // Named in the line, though the caller makes opportunities only for themselves: shown, and told on saving.
            salespeople.Add(other);
        }

        var offered = new CaptureChoices(
            await choices.ContactsAsync(form.Meant ?? [], form.ContactNo, CaptureCard.MostChoices, turn.Caller, cancellationToken),
            salespeople,
            [.. (await choices.CyclesAsync(cancellationToken)).Take(CaptureCard.MostChoices)],
            await similar.FindAsync(form.ContactNo, form.Title, turn.Caller, cancellationToken));
        if (form.Message is { } message)
        {
            offered = offered with
            {
                Likely = await messages.LikelyAsync(
                    Numbers(message.Text), offered.Similar?.No, form.ContactNo, turn.Caller, cancellationToken),
            };
        }

        return CaptureCard.Form(turn.Texts, form, offered, wrong);
    }

    /// <summary>Where a refusal is shown: rules speak of API fields, the form has its own inputs.</summary>
    private static string InputOf(string? field) => field switch
    {
        "contactNo" => "contact",
        "estimatedValue" => "value",
        "estimatedCloseDate" => "closeDate",
        "salespersonCode" => "salesperson",
        "chancesOfSuccess" => "chances",
        "priority" => "priority",
        "salesCycleCode" => "cycle",
        _ => "title",
    };
}
