using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Cards;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>
/// What a button carries. It comes back from outside, so it only names things: records are looked up with the caller's rights, and
/// the version says what the person was looking at.
/// </summary>
/// <param name="No">Number of the opportunity.</param>
/// <param name="Version">Version of the opportunity the card shows; one act of a kind is done once per version.</param>
/// <param name="Draft">Id of a form that is being filled in: it is saved once.</param>
/// <param name="Action">A move or an outcome, in API words.</param>
/// <param name="Reminder">Id of the reminder on whose card the button is.</param>
/// <param name="Text">What a list was searched for.</param>
/// <param name="Before">Cursor of a list's page.</param>
/// <param name="Stage">Number of the stage that is meant; read as the input of that name, so that a form's choice wins.</param>
/// <param name="Task">Id of a task.</param>
/// <param name="Place">Place in a review, from 0.</param>
/// <param name="Message">Id of the brief among whose rows the button is.</param>
/// <param name="From">Code of the person whose opportunities are handed over.</param>
internal sealed record ButtonData(
    string? No = null,
    long? Version = null,
    string? Draft = null,
    string? Action = null,
    long? Reminder = null,
    string? Text = null,
    long? Before = null,
    int? Stage = null,
    long? Task = null,
    long? Place = null,
    Guid? Message = null,
    string? From = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ButtonData))]
internal sealed partial class ButtonJson : JsonSerializerContext;

/// <summary>Makes the buttons of our cards.</summary>
internal static class Button
{
    public static ActionExecute Of(string title, string verb, ButtonData data) =>
        ActionExecute.For(title, verb, data, ButtonJson.Default.ButtonData);

    /// <summary>One that leaves a form without what was typed: empty required inputs do not stop it.</summary>
    public static ActionExecute Leaving(string title, string verb, ButtonData data) =>
        Of(title, verb, data) with { AssociatedInputs = AssociatedInputs.None };
}
