using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Pipeline;

namespace ChatOpportunities.Bot.Pipeline;

/// <summary>Shows the pipeline.</summary>
/// <param name="Salesperson">Code of the one whose it is; null is everybody's that the caller may see.</param>
/// <param name="By">How it is divided.</param>
/// <param name="AsTable">Figures in words instead of bars.</param>
internal sealed record PipelineCommand(string? Salesperson, PipelineGrouping By, bool AsTable)
{
    public static PipelineCommand Of(Press press)
    {
        var parts = (press.Button.Action ?? "").Split(':');
        var by = Enum.TryParse<PipelineGrouping>(parts[0], out var known) && Enum.IsDefined(known) ? known : PipelineGrouping.Stage;
        return new(press.Button.Text, by, parts is [_, "table"]);
    }
}

/// <summary>Answers questions about the pipeline; the figures count what the caller may see, and nothing else.</summary>
internal sealed class PipelineHandler(Figures figures, Choices choices) : IHandler<PipelineCommand>, IWordHandler
{
    public async Task<Answer> HandleAsync(PipelineCommand command, ChatTurn turn, CancellationToken cancellationToken) => await ShowAsync(
        await choices.PersonAsync(command.Salesperson, cancellationToken), command.By, command.AsTable, turn, cancellationToken);

    /// <summary>"pipeline", "pipeline Anna".</summary>
    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        if (said.Rest.Length == 0)
        {
            return await ShowAsync(null, PipelineGrouping.Stage, asTable: false, turn, cancellationToken);
        }

        var called = turn.Called(await choices.EverybodyAsync(cancellationToken), said.Rest);
        return turn.WhyNotOne(called, said.Rest) is { } why ? new Answer(GreetingCards.NoticeWithStarts(t, why))
            : await ShowAsync(called[0], PipelineGrouping.Stage, asTable: false, turn, cancellationToken);
    }

    private async Task<Answer> ShowAsync(
        NamedRecord? salesperson, PipelineGrouping by, bool asTable, ChatTurn turn, CancellationToken cancellationToken)
    {
        var shown = await figures.PipelineAsync(new FigureFilter(SalespersonCode: salesperson?.Code), by, turn.Caller, cancellationToken);
        var mine = salesperson is null || salesperson.Id == turn.Caller.PersonId
            ? await figures.MyMonthAsync(turn.Caller, cancellationToken, onlyWithTarget: true)
            : null;
        return new Answer(PipelineCard.Show(turn.Texts, shown!, by, asTable, salesperson, mine));
    }
}
