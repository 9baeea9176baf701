using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Share;

/// <summary>The search of the message extension: what the person may see, as lines that become cards in a message.</summary>
internal sealed class ExtensionQuery(OpportunityQueries queries) : IInvokeHandler
{
    private const int LongestText = 100;

    public async Task<InvokeResponse> HandleAsync(InvokeRequest request, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var text = request.Parameter() is { Length: > 0 } typed ? typed[..Math.Min(typed.Length, LongestText)] : null;
        var (skip, count) = (request.Count("queryOptions", "skip", 0, OpportunityQueries.MaxPage),
            request.Count("queryOptions", "count", InvokeResponses.PageSize, InvokeResponses.PageSize));
        var page = await queries.ListAsync(
            new OpportunityFilter(Text: text, Open: text is null), Math.Min(skip + Math.Max(count, 1), OpportunityQueries.MaxPage), null,
            turn.Caller, cancellationToken);
        var rows = page.Rows.Skip(skip).ToList();
        return rows.Count == 0 && skip == 0
            ? InvokeResponses.Said(request.Name, t["Nothing found. Try part of the title, the number or the contact."])
            : InvokeResponses.Found(rows.Select(row => ExtensionItem.Of(
                SharedCard.Show(turn.SharedTexts, row.No, row.Description, row.Contact,
                    row.Stage is { Length: > 0 } stage ? stage : OpportunityCard.StatusName(turn.SharedTexts, row.Status)).ToJson(),
                row.Description,
                $"{row.No} · {row.Contact}",
                AppIcon.Url,
                JsonSerializer.SerializeToElement(new ButtonData(row.No), ButtonJson.Default.ButtonData))));
    }
}

/// <summary>One line of the search was chosen.</summary>
internal sealed class ExtensionSelection(OpportunityQueries queries) : IInvokeHandler
{
    public async Task<InvokeResponse> HandleAsync(InvokeRequest request, ChatTurn turn, CancellationToken cancellationToken) =>
        await SharedCard.FindAsync(queries, request.Text("no"), turn, cancellationToken) is { } item
            ? InvokeResponses.Found([item])
            : InvokeResponses.Said(request.Name, turn.Texts["Not found, or not for you to see."]);
}

/// <summary>
/// A link to the portal was pasted: its opportunity as a card, for those who may see it. A link to anywhere else gets none, whatever its
/// path says: the card would vouch for where it leads.
/// </summary>
internal sealed class LinkUnfurling(OpportunityQueries queries, IOptions<BotOptions> bot) : IInvokeHandler
{
    public async Task<InvokeResponse> HandleAsync(InvokeRequest request, ChatTurn turn, CancellationToken cancellationToken)
    {
        var no = Uri.TryCreate(request.Text("url"), UriKind.Absolute, out var url) && bot.Value.IsOfPortal(url)
            && url.Segments is [_, var folder, var last] && folder.TrimEnd('/').Equals("opportunities", StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(last.TrimEnd('/')) : null;
        return await SharedCard.FindAsync(queries, no, turn, cancellationToken) is { } item
            ? InvokeResponses.Found([item])
            : InvokeResponses.Said(request.Name, turn.Texts["Not found, or not for you to see."]);
    }
}

/// <summary>An opportunity in somebody else's conversation: what it is and where it stands, no figures.</summary>
internal static class SharedCard
{
    public static AdaptiveCard Show(BotTexts t, string no, string description, string contact, string stage) => CardParts.Card(
        t,
        $"{no}: {description}",
        new ColumnSet
        {
            Columns =
            [
                new Column { Width = "auto", VerticalContentAlignment = VerticalAlignment.Center,
                    Items = [new Image { Url = AppIcon.Url, AltText = Texts.ProductName, Width = "24px" }] },
                new Column
                {
                    Width = "stretch",
                    VerticalContentAlignment = VerticalAlignment.Center,
                    Items = [CardParts.Line(Texts.ProductName)],
                },
            ],
        },
        CardParts.Heading(description),
        CardParts.Line(string.Join(" · ", new[] { no, contact, stage }.Where(part => part.Length > 0))),
        CardParts.Buttons(Button.Of(t["Open {0}", no], "opportunity.show", new ButtonData(no))));

    public static async Task<ExtensionItem?> FindAsync(
        OpportunityQueries queries, string? no, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (no is not { Length: > 0 and <= 50 }
            || await queries.FindAsync(no.ToUpper(CultureInfo.InvariantCulture), turn.Caller, cancellationToken) is not { } view)
        {
            return null;
        }

        var (t, found) = (turn.SharedTexts, view.Opportunity);
        var card = Show(t, found.No, found.Description, found.Contact!.DisplayName,
            found.Current?.StageDescription is { Length: > 0 } stage ? stage : OpportunityCard.StatusName(t, found.Status));
        return ExtensionItem.Of(card.ToJson(), found.Description, $"{found.No} · {found.Contact!.DisplayName}", AppIcon.Url);
    }
}
