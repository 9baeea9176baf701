using ChatOpportunities.Bot.Conversation;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// What the door said in a turn. Inside a turn a transaction is open, and asking takes seconds: so the turn that would ask is given up,
/// nothing of it is saved, the door is asked, and the turn begins anew with the answer.
/// </summary>
internal sealed class Proposals(IUnderstand door) : IMiddleware
{
    private bool _mayAsk;
    private bool _isAsked;
    private Proposal? _said;

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        // Whoever pressed a button said nothing new, and an invoke has less time.
        _mayAsk = door.IsOpen && turnContext.Activity.Type == Microsoft.Bot.Schema.ActivityTypes.Message;
        try
        {
            await next(cancellationToken);
        }
        catch (NotAskedYetException wanted)
        {
            _said = await door.AskAsync(wanted.Text, wanted.Context, cancellationToken);
            _isAsked = true;
            await next(cancellationToken);
        }
    }

    /// <summary>What the line may have meant; null where nobody knows, or nobody may be asked.</summary>
    public Proposal? Of(string text, ChatTurn turn) => !_mayAsk ? null : _isAsked ? _said
        : throw new NotAskedYetException(
            text, new UnderstandingContext(turn.Caller.Today, turn.Texts.Culture.TwoLetterISOLanguageName));

    private sealed class NotAskedYetException(string text, UnderstandingContext context) : Exception
    {
        public string Text => text;

        public UnderstandingContext Context => context;
    }
}
