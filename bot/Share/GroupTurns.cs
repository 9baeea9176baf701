using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Wins;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Share;

/// <summary>
/// What is said and pressed in channels and group chats. One opportunity is shown there as a card without values, which each
/// viewer's client fills in as far as the viewer may see; everything else is one person's work and is taken to their own chat.
/// </summary>
internal sealed class GroupTurns(
    OpportunitiesContext db, TextCommands texts, CardActions cards, OpportunityActions opportunities, OpportunityQueries queries, WinsActions wins,
    IOptions<CompanyOptions> company)
{
    /// <summary>How long a card that was shown in a group goes on being filled in.</summary>
    private static readonly TimeSpan SharedFor = TimeSpan.FromDays(90);

    public async Task OnTextAsync(ITurnContext turn, ChatTurn chat, string text, CancellationToken cancellationToken)
    {
        var t = chat.Texts;
        var command = Command.Read(text);
        switch (command.Name)
        {
            case CommandName.Help or CommandName.Hi:
                await turn.SendActivityAsync((await texts.HandleAsync(text, chat, cancellationToken)).ToActivity(), cancellationToken);
                return;
            case CommandName.PostWins:
                await turn.SendActivityAsync((await wins.ChooseAsync(command.Rest, turn.Activity, chat, cancellationToken)).ToActivity(), cancellationToken);
                return;
            case CommandName.Show when command.Names(company.Value.OpportunityNumberPrefix) && (await opportunities.MeantAsync(command.Rest, chat, cancellationToken)).No is { } no
                && await queries.FindAsync(no, chat.Caller, cancellationToken) is { Opportunity: var shown }:
                await RememberSharedAsync(turn.Activity, shown.No, chat, cancellationToken);
                await turn.SendActivityAsync(new Answer(OpportunityCard.Shared(t, shown, await RefreshAsync(turn.Activity, shown, chat, cancellationToken))).ToActivity(), cancellationToken);
                return;
        }

        if (await PersonalAsync(turn.Activity, chat, cancellationToken) is not var (own, reference))
        {
            await turn.SendActivityAsync(new Answer(GreetingCards.InPrivate(t)).ToActivity(), cancellationToken);
            return;
        }

        turn.SendTo(reference, FromGroup(await texts.HandleAsync(text, own, cancellationToken), t).ToActivity());
        await turn.SendActivityAsync(new Answer(GreetingCards.Notice(t, t["{0}, I have answered you in our personal chat.", chat.Caller.Name])).ToActivity(), cancellationToken);
    }

    /// <summary>A press on a card in a group; the answer is for the presser alone, the others' copy is brought up to date.</summary>
    public async Task<Answer> OnPressAsync(ITurnContext turn, string verb, JsonElement data, ChatTurn chat, CancellationToken cancellationToken)
    {
        var t = chat.Texts;
        if (verb == "help")
        {
            return new Answer(GreetingCards.Help(t));
        }

        var submit = new CardSubmit(verb, data, t.Culture);
        var personal = await PersonalAsync(turn.Activity, chat, cancellationToken);
        var own = personal?.Chat ?? chat;
        var view = submit.Button.No is { } no ? await queries.FindAsync(no, chat.Caller, cancellationToken) : null;
        if (verb is "opportunity.view" or "opportunity.show")
        {
            return view is not null ? await ViewerAsync(turn.Activity, view.Opportunity, own, await opportunities.ShowAsync(view.Opportunity.No, own, cancellationToken), cancellationToken)
                : await SharedBeforeAsync(turn.Activity, submit.Button.No, chat, cancellationToken) is { } shared ? new Answer(OpportunityCard.Shared(t, shared, null))
                : OpportunityActions.NotFound(t);
        }

        var answer = await cards.HandleAsync(submit, own, cancellationToken);
        if (answer.No is { } acted && await queries.FindAsync(acted, chat.Caller, cancellationToken) is { Opportunity: var now })
        {
            if (turn.Activity.ReplyToId is { Length: > 0 } message)
            {
                var everybodys = new Answer(OpportunityCard.Shared(t, now, await RefreshAsync(turn.Activity, now, chat, cancellationToken))).ToActivity();
                everybodys.Id = message;
                await turn.UpdateActivityAsync(everybodys, cancellationToken);
            }

            return await ViewerAsync(turn.Activity, now, own, answer, cancellationToken);
        }

        if (personal is not var (_, reference))
        {
            return new Answer(GreetingCards.InPrivate(t));
        }

        turn.SendTo(reference, FromGroup(answer, t).ToActivity());
        var word = t["I have opened this in our personal chat."];
        return view is null
            ? new Answer(GreetingCards.Notice(t, word))
            : await ViewerAsync(turn.Activity, view.Opportunity, own, await opportunities.ShowAsync(view.Opportunity.No, own, cancellationToken, word), cancellationToken);
    }

    /// <summary>A personal message caused by something in a group says so.</summary>
    private static Answer FromGroup(Answer answer, BotTexts t) =>
        answer with { Card = answer.Card with { Body = [CardParts.Line(t["You asked me this in a group; here only you see it."]), .. answer.Card.Body] } };

    /// <summary>A viewer's own view goes on refreshing like the shared one.</summary>
    private async Task<Answer> ViewerAsync(Activity activity, Opportunity opportunity, ChatTurn chat, Answer answer, CancellationToken cancellationToken) =>
        answer.No is null ? answer : answer with { Card = answer.Card with { Refresh = await RefreshAsync(activity, opportunity, chat, cancellationToken) } };

    /// <summary>The clients that ask for a view of their own: the asker's, the owner's and the manager's first, then those of others the bot knows.</summary>
    private async Task<Refresh> RefreshAsync(Activity activity, Opportunity opportunity, ChatTurn chat, CancellationToken cancellationToken)
    {
        var manager = opportunity.Salesperson!.Team?.ManagerId;
        var team = opportunity.Salesperson.TeamId;
        var people = await db.Salespeople.AsNoTracking().Where(p => !p.Blocked && p.EntraObjectId != null)
            .OrderByDescending(p => p.Id == opportunity.SalespersonId).ThenByDescending(p => p.Id == manager).ThenByDescending(p => p.TeamId == team).ThenBy(p => p.Id)
            .Select(p => p.EntraObjectId!.Value).Take(Refresh.MaxUserIds).ToListAsync(cancellationToken);
        var ids = activity.TenantId is { } tenant
            ? await ConversationReferences.UserIdsAsync(db, tenant, [.. people.Select(p => p.ToString())], cancellationToken)
            : [];
        return Refresh.For(
            "opportunity.view", new ButtonData(opportunity.No), ChatJson.Default.ButtonData,
            chat.UserId is { } user ? ids.Prepend(user) : ids);
    }

    /// <summary>The person's own chat, found or opened before this turn; null when there is none.</summary>
    private async Task<(ChatTurn Chat, ConversationReference Reference)?> PersonalAsync(Activity activity, ChatTurn chat, CancellationToken cancellationToken) =>
        activity is { TenantId: { Length: > 0 } tenant, From.AadObjectId: { Length: > 0 } objectId }
        && await ConversationReferences.FindAsync(db, tenant, objectId, cancellationToken) is { } reference
            ? (chat with { ConversationId = reference.Conversation?.Id ?? "" }, reference)
            : null;

    private async Task RememberSharedAsync(Activity activity, string no, ChatTurn chat, CancellationToken cancellationToken)
    {
        var key = SharedKey(activity, no);
        var item = await db.StoredItems.SingleOrDefaultAsync(i => i.Key == key, cancellationToken);
        if (item is null)
        {
            item = new StoredItem { Key = key, Value = no };
            db.StoredItems.Add(item);
        }
        else
        {
            item.Version++;
        }

        item.ExpiresAt = chat.Caller.Now + SharedFor;
    }

    /// <summary>The opportunity, when somebody who may see it has shown it in this very conversation; nobody learns of another.</summary>
    private async Task<Opportunity?> SharedBeforeAsync(Activity activity, string? no, ChatTurn chat, CancellationToken cancellationToken)
    {
        var (number, now) = (Domain.Checks.NormalCode(no), chat.Caller.Now);
        var key = SharedKey(activity, number);
        return await db.StoredItems.AnyAsync(i => i.Key == key && i.ExpiresAt > now, cancellationToken)
            ? await db.Opportunities.AsNoTrackingWithIdentityResolution().Include(o => o.Salesperson).Include(o => o.SalesCycle!.Stages)
                .Include(o => o.Entries.Where(e => e.Active)).ThenInclude(e => e.Stage).AsSplitQuery().SingleOrDefaultAsync(o => o.No == number, cancellationToken)
            : null;
    }

    /// <summary>Ids of groups are long; all threads of a channel are one.</summary>
    private static string SharedKey(Activity activity, string no)
    {
        var group = (activity.Conversation?.Id ?? "").Split(';')[0];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group)).AsSpan(0, 16));
        return $"shared/{hash}/{(no.Length <= Opportunity.MaxNoLength ? no : no[..Opportunity.MaxNoLength])}";
    }
}
