using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>What the reader of sentences knows of the company and the person.</summary>
/// <param name="Today">The person's date.</param>
/// <param name="Culture">Their language and region.</param>
/// <param name="NumberPrefix">Before the opportunities' numbers.</param>
/// <param name="People">Everybody's code and name.</param>
/// <param name="Myself">Key of the person.</param>
/// <param name="Stages">The stages of every cycle.</param>
internal sealed record TalkContext(
    DateOnly Today, CultureInfo Culture, string NumberPrefix, IReadOnlyList<NamedRecord> People, long Myself,
    IReadOnlyList<NamedRecord> Stages)
{
    public IReadOnlyList<NamedRecord> Cycles { get; init; } = [];

    /// <summary>What those are called who are mentioned and are none of the people.</summary>
    public IReadOnlyList<string> Strangers { get; init; } = [];

    /// <summary>The question before, which "and next month?" goes on with; null when there was none.</summary>
    public Utterance? Asked { get; init; }
}
