using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Bot.Capture;

/// <summary>
/// Any line typed while a form is open: it saves, drops or corrects it, or answers what it asks for. What is no answer leaves it as it is.
/// </summary>
internal sealed class CaptureReplyHandler(CaptureForms forms, CaptureDrafts drafts, CaptureReader reader) : IWordHandler
{
    /// <summary>So long an assent is one to the card that was shown last.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(2);

    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (await drafts.FindAsync(turn, cancellationToken) is not { } form)
        {
            return null;
        }

        var answer = CaptureReply.Read(said.Text) switch
        {
            ReplyKind.Save => await SaveAsync(form, turn, cancellationToken),
            ReplyKind.Drop => await forms.DropAsync(form.Id, turn, cancellationToken),
            ReplyKind.Change => await forms.ShowAsync(form with { IsWhole = true }, turn, cancellationToken),
            ReplyKind.Answer => await CorrectAsync(form, said.Text, turn, cancellationToken)
                ?? await FillAsync(form, said.Text, turn, cancellationToken),
            _ => null,
        };
        if (answer is null && form.ShownAt is not null)
        {
            // Something else is answered now: an assent that follows may be meant for that.
            await drafts.KeepAsync(form with { ShownAt = null }, turn, cancellationToken);
        }

        return answer;
    }

    /// <summary>
    /// What the person has before their eyes is saved. What stands in the inputs of the whole form is not known here, and what was shown
    /// long ago may be forgotten: both are shown first.
    /// </summary>
    private async Task<Answer> SaveAsync(CaptureForm form, ChatTurn turn, CancellationToken cancellationToken)
    {
        var isFresh = form.ShownAt is { } shown && turn.Caller.Now - shown <= Remembered;
        return form.Asked is null && (form.IsWhole || !isFresh)
            ? await forms.ShowAsync(form with { IsWhole = false }, turn, cancellationToken)
            : await forms.SaveAsync(
                await forms.ProposedAsync(form, turn, cancellationToken), form.SeenSimilar, [], turn, cancellationToken);
    }

    /// <summary>
    /// A line that changes what stands there. Where its first words say so ("no, …"), what else it holds is told as not used; else all of
    /// it must be understood, and it is null otherwise: such a line may be the title, or not meant for the form at all.
    /// </summary>
    private async Task<Answer?> CorrectAsync(CaptureForm form, string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var correction = CaptureCorrection.Read(text);
        if (correction.Rest.Length == 0 || forms.Numbers(text).Count > 0 || (!correction.IsLed && form.Asked == "title"))
        {
            return null;
        }

        var said = correction.IsTitle
            ? new CaptureForm(form.Id, correction.Rest.CutTo(Opportunity.MaxDescriptionLength))
            : await reader.ReadAsync(new CaptureForm(form.Id), correction.Rest, turn, cancellationToken);
        var unused = correction.IsTitle || IsOnlyContact(said, correction.Rest) ? null : said.Title;
        if (!SaysMore(said, correction, form.Asked) || (unused is not null && (!correction.IsLed || form.Asked is not null)))
        {
            return null;
        }

        var before = await forms.ProposedAsync(form, turn, cancellationToken);
        return await forms.ShowAsync(
            Corrected(form, said, correction.IsTitle), turn, cancellationToken, change: new CaptureChange(before, unused));
    }

    /// <summary>
    /// A name alone is a contact where something leads to it: "no, Fabrikam"; else it may be anything. Where the contact is asked, a
    /// colleague's name alone may be the contact's too.
    /// </summary>
    private static bool SaysMore(CaptureForm said, CaptureCorrection correction, string? asked) =>
        correction.IsTitle
        || said is { Value: not null } or { CloseDate: not null } or { Chances: not null } or { Priority: not null } or { Cycle: not null }
        || (said.Salesperson is not null && (correction.IsLed || asked != "contact"))
        || (correction.IsLed && (said is { ContactNo: not null } or { NewContact: not null } || said.Meant is { Count: > 0 }));

    /// <summary>Where nothing but the contact was said, the reader takes it for the title too.</summary>
    private static bool IsOnlyContact(CaptureForm said, string line) => said.ContactNo is not null && said.Title is { } title
        && SearchText.Fold(title) == SearchText.Fold(line).TrimEnd('.', '!', ',', ' ');

    /// <summary>What was said stands over what stood there; doubts about the rest stay.</summary>
    private static CaptureForm Corrected(CaptureForm form, CaptureForm said, bool isTitle)
    {
        var notes = (form.Notes ?? new Dictionary<string, string>()).Where(n => !IsSaid(n.Key))
            .Concat((said.Notes ?? new Dictionary<string, string>()).Where(n => n.Key != "title")).ToDictionary();
        var isContact = IsSaid("contact");
        return form with
        {
            Title = isTitle ? said.Title : form.Title,
            ContactNo = isContact ? said.ContactNo : form.ContactNo,
            NewContact = isContact ? said.NewContact : form.NewContact,
            Meant = isContact ? said.Meant : form.Meant,
            Value = said.Value ?? form.Value,
            CloseDate = said.CloseDate ?? form.CloseDate,
            Salesperson = said.Salesperson ?? form.Salesperson,
            Chances = said.Chances ?? form.Chances,
            Priority = said.Priority ?? form.Priority,
            Cycle = said.Cycle ?? form.Cycle,
            Notes = notes,
        };

        bool IsSaid(string input) => said.Notes?.ContainsKey(input) == true || input switch
        {
            "title" => isTitle,
            "contact" or "newContact" => said is { ContactNo: not null } or { NewContact: not null } or { Meant.Count: > 0 },
            "value" => said.Value is not null,
            "closeDate" => said.CloseDate is not null,
            "salesperson" => said.Salesperson is not null,
            "chances" => said.Chances is not null,
            "priority" => said.Priority is not null,
            _ => said.Cycle is not null,
        };
    }

    /// <summary>Takes the line for the answer to what the form asks for; null when it asks for nothing.</summary>
    private async Task<Answer?> FillAsync(CaptureForm form, string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        Dictionary<string, string> wrong = [];
        switch (form.Asked)
        {
            case "title":
                form = await reader.ReadAsync(form, text, turn, cancellationToken);
                break;
            case "contact":
                form = WithContact(
                    form, await reader.ReadAsync(new CaptureForm(form.Id), text, turn, cancellationToken),
                    Checks.Tidy(text).CutTo(Contact.MaxNameLength), turn.Texts);
                break;
            case "value":
                var said = await reader.ReadAsync(new CaptureForm(form.Id), text, turn, cancellationToken);
                form = form with { Value = said.Value, CloseDate = form.CloseDate ?? said.CloseDate, Notes = said.Notes };
                if (said.Value is null)
                {
                    wrong["value"] = turn.Texts["“{0}” is not an amount. Write 45000 or 45k.", text.Shortened()];
                }

                break;
            default:
                return null;
        }

        return await forms.ShowAsync(form, turn, cancellationToken, wrong);
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
}
