using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain.Opportunities;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Keeps the reference to a quote; it replaces the former.</summary>
internal sealed record QuoteCommand(string No, long? Version, QuoteRequest Quote) : OpportunityCommand(No, Version)
{
    public const string VerbName = "opportunity.quote";

    public override string Verb => VerbName;

    public static QuoteCommand Of(Press press) => new(
        press.Button.No ?? "", press.Button.Version,
        new QuoteRequest(press.Text("quoteNumber"), press.Number("quoteAmount"), press.Text("quoteLink")))
    {
        Press = press,
    };
}

/// <summary>Asks for the form of the quote.</summary>
internal sealed record OpenQuoteCommand(string No)
{
    public static OpenQuoteCommand Of(Press press) => new(press.Button.No ?? "");
}

/// <summary>The quote by form.</summary>
internal sealed class QuoteHandler(OpportunityActs acts, OpportunityForms forms) : IHandler<QuoteCommand>, IHandler<OpenQuoteCommand>
{
    private static readonly Dictionary<string, string> NothingWrong = [];

    public Task<Answer> HandleAsync(OpenQuoteCommand command, ChatTurn turn, CancellationToken cancellationToken) => forms.OpenAsync(
        command.No,
        o => QuoteCard.Form(
            turn.Texts, o, new QuoteRequest(o.QuoteNumber, o.QuoteAmount ?? o.Current?.EstimatedValue, o.QuoteLink), NothingWrong),
        turn,
        cancellationToken);

    public Task<Answer> HandleAsync(QuoteCommand command, ChatTurn turn, CancellationToken cancellationToken) => forms.SaveAsync(
        command,
        () => acts.SetQuoteAsync(command.No, command.Quote, command.Version, turn.Caller, cancellationToken),
        turn.Texts["The quote is kept."],
        (o, wrong) => QuoteCard.Form(turn.Texts, o, command.Quote, wrong),
        field => field switch
        {
            "number" => "quoteNumber",
            "amount" => "quoteAmount",
            "link" => "quoteLink",
            _ => null,
        },
        turn,
        cancellationToken);
}
