using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Understanding.Talk;
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
    public static SaveCaptureCommand Of(Press press) => new(FormOf(press), press.Button.Text, IsOfMessage(press), press);

    /// <summary>What stands in the inputs of the card, and what its buttons say beside them.</summary>
    public static CaptureForm? FormOf(Press press) => press.Form is not { } form ? null : new CaptureForm(
        form.ToString("N"), press.Text("title"), press.Text("contact"), press.Text("newContact"), press.Number("value"),
        press.Date("closeDate"), press.Text("salesperson"), press.Number("chances"), press.Text("priority"), press.Text("cycle"),
        IsWhole: press.Flag(CaptureCard.Whole, absent: false), Proposed: press.Text(CaptureCard.Proposed)?.Split(' '));

    public static bool IsOfMessage(Press press) => press.Button.Action == CaptureCard.FromMessage;
}

/// <summary>Asks for the whole form.</summary>
/// <param name="Form">As it stood on the card; null when the button names none.</param>
/// <param name="IsFromMessage">Whether it was opened from a message.</param>
internal sealed record ChangeCaptureCommand(CaptureForm? Form, bool IsFromMessage)
{
    public static ChangeCaptureCommand Of(Press press) =>
        new(SaveCaptureCommand.FormOf(press), SaveCaptureCommand.IsOfMessage(press));
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

/// <summary>Capturing an opportunity: the words that begin and end it, and the buttons of its card.</summary>
internal sealed class CaptureHandler(
    CaptureForms forms, CaptureDrafts drafts, CaptureReader reader, Choices choices, OpportunityAnswers answers, MessageNotes messages)
    : IHandler<OpenCaptureCommand>, IHandler<CaptureMessageCommand>, IHandler<SaveCaptureCommand>, IHandler<ChangeCaptureCommand>,
        IHandler<AttachMessageCommand>, IHandler<CancelCaptureCommand>, IWordHandler
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

    /// <summary>"new Contoso rollout 45k", "got a lead from Contoso, 45k", "cancel".</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (said.Name == CommandName.New)
        {
            return await OpenAsync(said.Rest, null, turn, cancellationToken);
        }

        if (said.Name == CommandName.Sale)
        {
            return TalkReader.IsSale(said.Text) || SaleTalk.SaysSale(said.Text)
                ? await OpenAsync(said.Text, null, turn, cancellationToken) : null;
        }

        return said.Rest.Length > 0 && !said.IsSlashed ? null
            : await drafts.FindAsync(turn, cancellationToken) is { } open ? await forms.DropAsync(open.Id, turn, cancellationToken)
            : new Answer(GreetingCards.NoticeWithStarts(turn.Texts, turn.Texts["There is nothing to cancel: no form is open."]));
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
            return await forms.DoneBeforeAsync(done, turn, cancellationToken);
        }

        form = form with { Message = command.IsFromMessage ? await drafts.MessageAsync(id, turn, cancellationToken) : null };
        var wrong = OpportunityAnswers.Unreadable(command.Press, turn.Texts);
        form = await WithOneContactAsync(form, wrong, turn, cancellationToken);
        return await forms.SaveAsync(form, command.SeenSimilar, wrong, turn, cancellationToken);
    }

    public async Task<Answer> HandleAsync(ChangeCaptureCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (command.Form is not { Id: var id } form)
        {
            return new Answer(GreetingCards.NotUnderstood(turn.Texts));
        }

        if (await drafts.OutcomeAsync(id, turn, cancellationToken) is { } done)
        {
            return await forms.DoneBeforeAsync(done, turn, cancellationToken);
        }

        var draft = await drafts.FindAsync(turn, cancellationToken);
        form = form with
        {
            IsWhole = true,
            Notes = draft?.Id == id ? draft.Notes : null,
            Meant = draft?.Id == id ? draft.Meant : null,
            Message = command.IsFromMessage ? await drafts.MessageAsync(id, turn, cancellationToken) : null,
        };
        return await forms.ShowAsync(form, turn, cancellationToken);
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
            return await forms.DoneBeforeAsync(done, turn, cancellationToken);
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

        await drafts.FinishAsync(id, new CaptureOutcome(no), turn, cancellationToken);
        return CaptureForms.WithMessage(
            await answers.ShowAsync(no, turn, cancellationToken, t["The message is kept with {0}.", no]), message, turn);
    }

    public async Task<Answer> HandleAsync(CancelCaptureCommand command, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (command.Form is not { } form)
        {
            return CaptureForms.Dropped(turn.Texts);
        }

        return await drafts.OutcomeAsync(form, turn, cancellationToken) is { } outcome
            ? await forms.DoneBeforeAsync(outcome, turn, cancellationToken)
            : await forms.DropAsync(form, turn, cancellationToken);
    }

    /// <summary>What a line says needs one look; without one there is a form to be filled in.</summary>
    private async Task<Answer> OpenAsync(string line, MessageNote? message, ChatTurn turn, CancellationToken cancellationToken)
    {
        var form = new CaptureForm(
            Guid.NewGuid().ToString("N"),
            Salesperson: (await choices.MyselfAsync(turn.Caller, cancellationToken))?.Code,
            Message: message,
            IsWhole: line.Length == 0);
        if (message is not null)
        {
            drafts.KeepMessage(form.Id, message, turn);
        }

        form = line.Length == 0 ? form : await reader.ReadAsync(form, line, turn, cancellationToken);
        return await forms.ShowAsync(form, turn, cancellationToken);
    }

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
}
