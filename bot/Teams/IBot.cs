namespace ChatOpportunities.Bot.Teams;

/// <summary>What lies behind the door: answers activities. One per turn, saving through the turn's own context and transaction.</summary>
internal interface IBot
{
    /// <summary>What has to be asked of the channel before the turn; its transaction is not open yet. May run for a turn that was done before.</summary>
    Task BeforeTurnAsync(Activity activity, CancellationToken cancellationToken) => Task.CompletedTask;

    Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken);
}
