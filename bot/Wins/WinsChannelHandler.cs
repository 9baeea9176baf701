using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace ChatOpportunities.Bot.Wins;

/// <summary>Makes the channel it is said in the one that is told of a team's wins.</summary>
internal sealed class WinsChannelHandler(WinsChannels channels, TimeProvider clock)
{
    /// <param name="rest">Perhaps the team's name or code, and "with amounts".</param>
    /// <param name="activity">Said in the channel.</param>
    /// <param name="turn">Who says it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> ChooseAsync(string rest, Activity activity, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var folded = SearchText.Fold(rest);
        var withAmount = folded.Contains("with amount", StringComparison.Ordinal) || folded.Contains("with value", StringComparison.Ordinal)
            || folded.Contains("avec montant", StringComparison.Ordinal);
        var theirs = await channels.TeamsOfAsync(turn.Caller, cancellationToken);
        var named = Named(theirs, folded);
        if (theirs.Count == 0)
        {
            return new Answer(GreetingCards.Notice(t, Refusals.Forbidden.With().Say(t)));
        }

        // "Post wins are always nice": what is said beyond what is understood may be no wish to post them here.
        if (named.Count != 1 && (theirs.Count != 1 || (folded.Length > 0 && !withAmount)))
        {
            return new Answer(GreetingCards.Notice(
                t, t["Which team? Say “post wins here” and its name: {0}.", string.Join(", ", theirs.Take(20).Select(team => team.Name))]));
        }

        var chosen = named.Count == 1 ? named[0] : theirs[0];
        // A thread's id names its first message: wins are posts of their own.
        var reference = ConversationReferences.OfGroup(activity);
        var name = NameOf(activity) ?? t["this channel"];
        var channel = new WinsChannel(name.Length > 100 ? name[..100] : name, withAmount, ActivityWriter.WriteReference(reference));
        return await channels.ChooseAsync(chosen.Code, channel, turn.Caller, cancellationToken) switch
        {
            Result<SalesTeam>.Done => new Answer(GreetingCards.Notice(
                t,
                t["What {0} wins will be told here, where its closer agrees.", chosen.Name],
                withAmount ? t["With the amount of the sale."] : t["Without amounts; say “post wins here with amounts” to show them."])),
            Result<SalesTeam>.Refused refused => new Answer(GreetingCards.Notice(t, refused.First.Say(t))),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The bot was removed: no wins are told where it is not.</summary>
    public Task ForgetAsync(Activity goodbye, CancellationToken cancellationToken) =>
        channels.ForgetAsync(channel => ConversationReferences.IsLeft(channel.Address, goodbye), clock.GetUtcNow(), cancellationToken);

    /// <summary>The teams that are named: of names that hold each other ("East", "North East") the longest.</summary>
    private static List<SalesTeam> Named(IReadOnlyList<SalesTeam> teams, string said)
    {
        var words = $" {said.Replace(',', ' ').Replace('.', ' ').Replace('!', ' ')} ";
        var named = teams.Select(team => (Team: team, Names: new[] { SearchText.Fold(team.Name), SearchText.Fold(team.Code) }))
            .Select(t => (
                t.Team, Longest: t.Names.Where(n => words.Contains($" {n} ", StringComparison.Ordinal)).Max(n => (int?)n.Length) ?? 0))
            .Where(t => t.Longest > 0).ToList();
        return [.. named.Where(t => t.Longest == named.Max(n => n.Longest)).Select(t => t.Team)];
    }

    /// <summary>The name of the channel, else of its team, as Teams tells it.</summary>
    private static string? NameOf(Activity activity)
    {
        if (activity.Conversation?.Name is { Length: > 0 } own)
        {
            return own;
        }

        string? Name(string part) =>
            (activity.ChannelData as JObject)?[part] is JObject told
                && told["name"] is JValue { Type: JTokenType.String, Value: string { Length: > 0 } text }
                ? text
                : null;
        return Name("channel") ?? Name("team");
    }
}
