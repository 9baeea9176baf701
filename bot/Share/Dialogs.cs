using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Share;

/// <summary>
/// The forms of the chat in a dialog: opened by a button or from a message, each press answered by the next page. The verb stands
/// among the data there, as in the buttons of old clients.
/// </summary>
internal sealed partial class Dialogs(PressRouter presses, OpportunityQueries queries) : IInvokeHandler
{
    /// <summary>Ends a dialog of the message extension: the card is put into the message that is being written.</summary>
    private const string Share = "extension.share";

    public async Task<InvokeResponse> HandleAsync(InvokeRequest request, ChatTurn turn, CancellationToken cancellationToken)
    {
        var data = request.Object("data") ?? FromMessage(request);
        var verb = data is { } given ? InvokeRequest.TextOf(given, "verb") : null;
        if (verb is null)
        {
            if (request.Name is not InvokeNames.ExtensionFetchTask)
            {
                return InvokeResponses.Malformed();
            }

            // The one dialog that a command of the app opens, filled with the message it was opened from.
            verb = data is null ? "capture.open" : "capture.message";
        }

        var t = turn.Texts;
        if (verb == Share)
        {
            return await SharedCard.FindAsync(queries, InvokeRequest.TextOf(data!.Value, "no"), turn, cancellationToken) is { } item
                ? InvokeResponses.Found([item])
                : InvokeResponses.Said(request.Name, t["Not found, or not for you to see."]);
        }

        var answer = await presses.HandleAsync(new Press(verb, data ?? default, t.Culture), turn, cancellationToken);
        if (answer.No is { } no && request.Name is InvokeNames.ExtensionFetchTask or InvokeNames.ExtensionSubmitAction)
        {
            var share = CardParts.Buttons(Button.Of(t["Share it here"], Share, new ButtonData(no)));
            answer = answer with { Card = answer.Card with { Body = [.. answer.Card.Body, share] } };
        }

        return InvokeResponses.Dialog(Title(answer.Card), ForDialog(answer.Card));
    }

    /// <summary>What the message says that the command was called on, who wrote it and where it stands.</summary>
    private static JsonElement? FromMessage(InvokeRequest request)
    {
        if (request.Object("messagePayload") is not { } message || !message.TryGetProperty("body", out var body)
            || InvokeRequest.TextOf(body, "content") is not { Length: > 0 } content)
        {
            return null;
        }

        var plain = Blanks().Replace(WebUtility.HtmlDecode(Markup().Replace(Quotation().Replace(content, " "), " ")), " ").Trim();
        var sender = message.TryGetProperty("from", out var from) ? NameOf(from, "user") ?? NameOf(from, "application") : null;
        return plain.Length == 0
            ? null
            : JsonSerializer.SerializeToElement(
                new JsonObject { ["text"] = plain, ["sender"] = sender, ["link"] = InvokeRequest.TextOf(message, "linkToMessage") },
                CardJson.Default.JsonObject);
    }

    private static string? NameOf(JsonElement from, string who) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(who, out var one) ? InvokeRequest.TextOf(one, "displayName") : null;

    /// <summary>What the message answers stands in it as a quotation of this kind: it was said before, perhaps by somebody else.</summary>
    [GeneratedRegex("<blockquote[^<>]*schema\\.skype\\.com/Reply.*?</blockquote>",
        RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Quotation();

    [GeneratedRegex("<[^<>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    /// <summary>The bar of a dialog is short.</summary>
    private static string Title(AdaptiveCard card) => card.FallbackText is { Length: > 0 and <= 60 } text ? text : Texts.ProductName;

    /// <summary>In a dialog buttons are of the older kind, which each of ours carries as its fallback.</summary>
    private static JsonElement ForDialog(AdaptiveCard card)
    {
        var json = JsonNode.Parse(card.ToJson().GetRawText())!.AsObject();
        json.Remove("refresh");
        Replace(json);
        return JsonSerializer.SerializeToElement(json, CardJson.Default.JsonObject);
    }

    private static void Replace(JsonNode node)
    {
        switch (node)
        {
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonObject action && (string?)action["type"] == "Action.Execute" && action["fallback"] is { } older)
                    {
                        action.Remove("fallback");
                        list[i] = older;
                    }
                    else if (list[i] is { } item)
                    {
                        Replace(item);
                    }
                }

                break;
            case JsonObject element:
                if (element["selectAction"] is JsonObject tap && (string?)tap["type"] == "Action.Execute" && tap["fallback"] is { } old)
                {
                    tap.Remove("fallback");
                    element["selectAction"] = old;
                }

                foreach (var member in element.Select(m => m.Value).OfType<JsonNode>().ToList())
                {
                    Replace(member);
                }

                break;
        }
    }
}
