namespace ChatOpportunities.Bot.Channel;

/// <summary>What lies behind the door: answers activities. One per turn, saving through the turn's own context and transaction.</summary>
internal interface IBot
{
    Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken);
}
