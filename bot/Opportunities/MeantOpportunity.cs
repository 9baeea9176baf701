using System.Globalization;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>Finds the one opportunity that typed words are about.</summary>
internal sealed class MeantOpportunity(OpportunityQueries queries, TextRouter texts, IOptions<CompanyOptions> company)
{
    /// <summary>
    /// The number a person means: written in full anywhere, or only its digits where it comes first, and what else was said. Without
    /// any word, the only open opportunity they have. Null when that is not clear: a sentence that happens to begin like a command,
    /// or to hold a figure, names none.
    /// </summary>
    public async Task<(string? No, string Others)> FindAsync(string text, ChatTurn turn, CancellationToken cancellationToken)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var prefix = company.Value.OpportunityNumberPrefix;
        var bare = prefix.TrimEnd('-');
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i].Trim('#', ',', '.', ':', '!', '?');
            var isPrefixed = bare.Length > 0 && word.StartsWith(bare, StringComparison.OrdinalIgnoreCase);
            var digits = isPrefixed ? word[(word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? prefix : bare).Length..] : word;
            var follows = isPrefixed && digits.Length == 0 && i + 1 < words.Length; // "OPP 12": the digits are the next word
            digits = follows ? words[i + 1].Trim('#', ',', '.', ':', '!', '?') : digits;
            if ((isPrefixed || i == 0) && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                var no = prefix + number.ToString("D" + company.Value.OpportunityNumberWidth, CultureInfo.InvariantCulture);
                return (no, string.Join(' ', words.Where((_, j) => j != i && !(follows && j == i + 1))));
            }
        }

        return (words.Length == 0 ? await OnlyOpenAsync(turn, cancellationToken) : null, text);
    }

    /// <summary>The only open opportunity a person has; null when they have none, or several.</summary>
    public Task<string?> OnlyOpenAsync(ChatTurn turn, CancellationToken cancellationToken) =>
        queries.OnlyOpenAsync(turn.Caller, cancellationToken);

    /// <summary>Where it is not clear which one is meant: looks for what was said, or lists the person's own.</summary>
    public Task<Answer> WhichAsync(string rest, ChatTurn turn, CancellationToken cancellationToken) =>
        texts.HandleAsync(new TextCommand(rest.Length > 0 ? CommandName.Find : CommandName.Mine, rest), turn, cancellationToken);
}
