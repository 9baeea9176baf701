using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Capture;

/// <summary>
/// The form that a person is filling in in a conversation, the message it is made from, and what became of forms: a form is saved or
/// dropped once.
/// </summary>
internal sealed class CaptureDrafts(OpportunitiesContext db)
{
    private static readonly Stored<CaptureForm> Drafts = new("draft", CaptureJson.Default.CaptureForm, TimeSpan.FromDays(1));

    /// <summary>A card stays in the chat: as long, its Save makes nothing a second time.</summary>
    private static readonly TimeSpan RememberSaved = TimeSpan.FromDays(90);
    private static readonly Stored<CaptureOutcome> Outcomes = new("form", CaptureJson.Default.CaptureOutcome, RememberSaved);

    /// <summary>
    /// By its own name: another form that is opened meanwhile replaces the draft, and what comes with a press is not trusted.
    /// </summary>
    private static readonly Stored<MessageNote> Messages = new("message", CaptureJson.Default.MessageNote, RememberSaved);

    /// <summary>The form that is open here; null when none is.</summary>
    public Task<CaptureForm?> FindAsync(ChatTurn turn, CancellationToken cancellationToken) =>
        Drafts.FindAsync(db, Here(turn), turn.Caller.Now, cancellationToken);

    /// <summary>Keeps the form as the one that is open here.</summary>
    public Task KeepAsync(CaptureForm form, ChatTurn turn, CancellationToken cancellationToken) =>
        Drafts.PutAsync(db, Here(turn), form, turn.Caller.Now, cancellationToken);

    public void KeepMessage(string form, MessageNote message, ChatTurn turn) => Messages.Add(db, Of(form, turn), message, turn.Caller.Now);

    public Task<MessageNote?> MessageAsync(string form, ChatTurn turn, CancellationToken cancellationToken) =>
        Messages.FindAsync(db, Of(form, turn), turn.Caller.Now, cancellationToken);

    /// <summary>What became of a form; null when it was neither saved nor dropped.</summary>
    public Task<CaptureOutcome?> OutcomeAsync(string form, ChatTurn turn, CancellationToken cancellationToken) =>
        Outcomes.FindAsync(db, Of(form, turn), turn.Caller.Now, cancellationToken);

    /// <summary>Remembers what became of a form and forgets the draft.</summary>
    public async Task FinishAsync(string form, CaptureOutcome outcome, ChatTurn turn, CancellationToken cancellationToken)
    {
        if ((await FindAsync(turn, cancellationToken))?.Id == form)
        {
            await Drafts.RemoveAsync(db, Here(turn), cancellationToken);
        }

        if (await OutcomeAsync(form, turn, cancellationToken) is null) // a form that is open in two conversations may be done already
        {
            Outcomes.Add(db, Of(form, turn), outcome, turn.Caller.Now);
        }
    }

    /// <summary>Key of the row in which an open form is kept.</summary>
    internal static string Row(long personId, string conversationId) => Drafts.RowKey(new StoredKey(personId, conversationId));

    private static StoredKey Here(ChatTurn turn) => new(turn.Caller.SalespersonId, turn.ConversationId);

    private static StoredKey Of(string form, ChatTurn turn) => new(turn.Caller.SalespersonId, form);
}

/// <summary>What became of a form.</summary>
/// <param name="No">Number of the opportunity it made; empty when it was dropped.</param>
/// <param name="GivenTo">Name of the colleague to whom it was handed over at once, if it was.</param>
internal sealed record CaptureOutcome(string No, string? GivenTo = null)
{
    public static CaptureOutcome OfDropped { get; } = new("");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CaptureForm))]
[JsonSerializable(typeof(CaptureOutcome))]
[JsonSerializable(typeof(MessageNote))]
internal sealed partial class CaptureJson : JsonSerializerContext;
