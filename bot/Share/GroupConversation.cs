using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Wins;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Share;

/// <summary>
/// What is said and pressed in channels and group chats. One opportunity is shown there as a card without values, which each
/// viewer's client fills in as far as the viewer may see; everything else is one person's work and is taken to their own chat. What
/// everybody reads is in the group's language, what one person reads in theirs.
/// </summary>
internal sealed class GroupConversation(
    OpportunitiesContext db, TextRouter texts, PressRouter presses, OpportunityAnswers answers, OpportunityQueries queries,
    MeantOpportunity meant, WinsChannelHandler wins, IOptions<CompanyOptions> company) : IGroupConversation
{
    /// <summary>That an opportunity was shown in a group: so long its card goes on being filled in.</summary>
    private static readonly Stored<SharedOpportunity> Shared = new("shared", ShareJson.Default.SharedOpportunity, TimeSpan.FromDays(90));

    public async Task OnTextAsync(ITurnContext turn, ChatTurn chat, string text, CancellationToken cancellationToken)
    {
        var t = chat.SharedTexts;
        var toAll = chat with { Texts = t };
        var command = TextCommand.Read(text);
        switch (command.Name)
        {
            case CommandName.Help or CommandName.Hi when command.Rest.Length == 0:
                var told = await texts.HandleAsync(command, toAll, cancellationToken, isTyped: true);
                await turn.SendActivityAsync(told.ToActivity(), cancellationToken);
                return;
            case CommandName.PostWins:
                var chosen = await wins.ChooseAsync(command.Rest, turn.Activity, toAll, cancellationToken);
                await turn.SendActivityAsync(chosen.ToActivity(), cancellationToken);
                return;
            case CommandName.Show when command.Names(company.Value.OpportunityNumberPrefix)
                && (await meant.FindAsync(command.Rest, chat, cancellationToken)).No is { } no
                && await queries.FindAsync(no, chat.Caller, cancellationToken) is { Opportunity: var shown }:
                await Shared.PutAsync(
                    db, KeyOf(turn.Activity, shown.No), new SharedOpportunity(shown.No), chat.Caller.Now, cancellationToken);
                var refresh = await RefreshAsync(turn.Activity, shown, chat, cancellationToken);
                await turn.SendActivityAsync(new Answer(OpportunityCard.Shared(t, shown, refresh)).ToActivity(), cancellationToken);
                return;
        }

        if (await PersonalAsync(turn.Activity, chat, cancellationToken) is not var (own, reference))
        {
            if (text.Length > 0)
            {
                await turn.SendActivityAsync(new Answer(GreetingCards.InPrivate(t)).ToActivity(), cancellationToken);
            }

            return;
        }

        var answer = await texts.HandleAsync(command, own, cancellationToken, isTyped: true);
        turn.SendTo(reference, FromGroup(answer, own.Texts).ToActivity());
        if (answer.IsAside || (command.Name == CommandName.Hi && answer is { No: null, Asked: null, Rows.Count: 0 }))
        {
            return; // whoever mentioned the bot in passing, or greeted everybody, disturbs nobody
        }

        var notice = GreetingCards.Notice(t, t["{0}, I have answered you in our personal chat.", chat.Caller.Name]);
        await turn.SendActivityAsync(new Answer(notice).ToActivity(), cancellationToken);
    }

    /// <summary>A press on a card in a group; the answer is for the presser alone, the others' copy is brought up to date.</summary>
    public async Task<Answer> OnPressAsync(
        ITurnContext turn, string verb, JsonElement data, ChatTurn chat, CancellationToken cancellationToken)
    {
        var t = chat.Texts;
        if (verb == "help")
        {
            return new Answer(GreetingCards.Help(t));
        }

        var press = new Press(verb, data, t.Culture);
        var personal = await PersonalAsync(turn.Activity, chat, cancellationToken);
        var own = personal?.Chat ?? chat;
        var view = press.Button.No is { } no ? await queries.FindAsync(no, chat.Caller, cancellationToken) : null;
        if (verb is "opportunity.view" or "opportunity.show")
        {
            return view is not null ? await ViewerAsync(
                    turn.Activity, view.Opportunity, own, await answers.ShowAsync(view.Opportunity.No, own, cancellationToken),
                    cancellationToken)
                : await SharedBeforeAsync(turn.Activity, press.Button.No, chat, cancellationToken) is { } shared
                    ? new Answer(OpportunityCard.Shared(t, shared, null))
                : OpportunityAnswers.NotFound(t);
        }

        var answer = await presses.HandleAsync(press, own, cancellationToken);
        if (answer.No is { } acted && await queries.FindAsync(acted, chat.Caller, cancellationToken) is { Opportunity: var now })
        {
            if (turn.Activity.ReplyToId is { Length: > 0 } message)
            {
                var refresh = await RefreshAsync(turn.Activity, now, chat, cancellationToken);
                var everybodys = new Answer(OpportunityCard.Shared(chat.SharedTexts, now, refresh)).ToActivity();
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
            : await ViewerAsync(
                turn.Activity, view.Opportunity, own, await answers.ShowAsync(view.Opportunity.No, own, cancellationToken, word),
                cancellationToken);
    }

    public Task OnGoodbyeAsync(Activity goodbye, CancellationToken cancellationToken) => wins.ForgetAsync(goodbye, cancellationToken);

    /// <summary>A personal message caused by something in a group says so.</summary>
    private static Answer FromGroup(Answer answer, BotTexts t)
    {
        var told = CardParts.Line(t["You asked me this in a group; here only you see it."]);
        return answer with { Card = answer.Card with { Body = [told, .. answer.Card.Body] } };
    }

    /// <summary>A viewer's own view goes on refreshing like the shared one.</summary>
    private async Task<Answer> ViewerAsync(
        Activity activity, Opportunity opportunity, ChatTurn chat, Answer answer, CancellationToken cancellationToken) => answer.No is null
        ? answer
        : answer with { Card = answer.Card with { Refresh = await RefreshAsync(activity, opportunity, chat, cancellationToken) } };

    /// <summary>
    /// The clients that ask for a view of their own: the asker's, the owner's and the manager's first, then those of others the bot knows.
    /// </summary>
    private async Task<Refresh> RefreshAsync(Activity activity, Opportunity opportunity, ChatTurn chat, CancellationToken cancellationToken)
    {
        var manager = opportunity.Salesperson!.Team?.ManagerId;
        var team = opportunity.Salesperson.TeamId;
        var people = await db.Salespeople.AsNoTracking().Where(p => !p.Blocked && p.EntraObjectId != null)
            .OrderByDescending(p => p.Id == opportunity.SalespersonId).ThenByDescending(p => p.Id == manager)
                .ThenByDescending(p => p.TeamId == team).ThenBy(p => p.Id)
            .Select(p => p.EntraObjectId!.Value).Take(Refresh.MaxUserIds).ToListAsync(cancellationToken);
        var ids = activity.TenantId is { } tenant
            ? await ConversationReferences.UserIdsAsync(db, tenant, [.. people.Select(p => p.ToString())], cancellationToken)
            : [];
        return Refresh.For(RefreshVerbs.View, new ButtonData(opportunity.No), ButtonJson.Default.ButtonData,
            chat.UserId is { } user ? ids.Prepend(user) : ids);
    }

    /// <summary>The person's own chat, found or opened before this turn; null when there is none.</summary>
    private async Task<(ChatTurn Chat, ConversationReference Reference)?> PersonalAsync(
        Activity activity, ChatTurn chat, CancellationToken cancellationToken) =>
        activity is { TenantId: { Length: > 0 } tenant, From.AadObjectId: { Length: > 0 } objectId }
        && await ConversationReferences.FindAsync(db, tenant, objectId, cancellationToken) is { } reference
            ? (chat with { ConversationId = reference.Conversation?.Id ?? "" }, reference)
            : null;

    /// <summary>The opportunity, when somebody who may see it has shown it in this very conversation; nobody learns of another.</summary>
    private async Task<Opportunity?> SharedBeforeAsync(Activity activity, string? no, ChatTurn chat, CancellationToken cancellationToken)
    {
        var number = Checks.NormalCode(no);
        return await Shared.ExistsAsync(db, KeyOf(activity, number), chat.Caller.Now, cancellationToken)
            ? await queries.FindForGroupAsync(number, cancellationToken)
            : null;
    }

    /// <summary>All threads of a channel are one group.</summary>
    private static StoredKey KeyOf(Activity activity, string no) => new(null, $"{(activity.Conversation?.Id ?? "").Split(';')[0]}/{no}");
}

/// <summary>An opportunity that was shown in a group.</summary>
internal sealed record SharedOpportunity(string No);

[JsonSerializable(typeof(SharedOpportunity))]
internal sealed partial class ShareJson : JsonSerializerContext;
