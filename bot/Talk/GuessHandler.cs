using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Language;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// When it does not know, it guesses aloud: what comes nearest, as up to three buttons. What could not be understood is counted by its
/// kind, never by its text.
/// </summary>
internal sealed class GuessHandler(MeantByWords meant, Proposals proposals) : IWordHandler
{
    private const int LongestOffer = 60;

    /// <summary>Command words that a slip of the keyboard may have missed.</summary>
    private static readonly string[] Commands =
    [
        "help", "pipeline", "tasks", "settings", "review", "brief", "undo", "aide", "portefeuille", "taches", "parametres", "mes affaires",
    ];

    public async Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken)
    {
        var t = turn.Texts;
        var text = said.Text.Trim();
        var hasWords = text.Any(char.IsLetter);
        var isPasted = text.Length > TalkReader.MostCharacters;
        var proposed = hasWords && !isPasted ? proposals.Of(text, turn)?.Say(t) : null;
        TalkTelemetry.NotUnderstood(!hasWords ? "signs" : isPasted ? "pasted" : text.EndsWith('?') ? "question" : "line");
        if (!hasWords || isPasted)
        {
            return null;
        }

        List<CardAction> offers =
            proposed is null ? [] : [Button.Of(t["“{0}”", proposed], SayCommand.VerbName, new ButtonData(Text: proposed))];
        if (Nearest(text) is { } command)
        {
            offers.Add(Button.Of(t["“{0}”", command], SayCommand.VerbName, new ButtonData(Text: command)));
        }

        var words = Reading(text);
        var found = await meant.NearestAsync(words, turn, cancellationToken);
        offers.AddRange(found.Take(2).Select(c =>
            Button.Of(t["Open {0}", $"{c.Title}, {c.Contact}".CutTo(LongestOffer)], "opportunity.show", new ButtonData(c.No))));
        offers.Add(Button.Of(t["Search for “{0}”", words.CutTo(LongestOffer)], "list.find", new ButtonData(Text: words)));
        offers.Add(Button.Of(t["New opportunity from this"], SayCommand.VerbName, new ButtonData(Text: $"{t["new"]} {text}")));
        return new Answer(TalkCards.Guess(t, text.Shortened(), proposed, [.. offers.Take(3)]))
        {
            Rows = [.. found.Take(2).Select(c => c.No)],
            IsAside = true,
        };
    }

    private static string? Nearest(string text)
    {
        var folded = SearchText.Fold(text).Trim('?', '!', '.', ' ');
        return folded.Length is < 3 or > 20 ? null
            : Array.Find(Commands, c => EditDistance.Between(folded, c, 2) is > 0 and var slips && slips <= (c.Length > 5 ? 2 : 1));
    }

    /// <summary>The words without those that only lead to them.</summary>
    private static string Reading(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Trim('?', '!', '.', ',').Length > 0
                && TalkLexicon.Of(SearchText.Fold(w).Trim('?', '!', '.', ',')) is not Sign.Filler).ToList();
        return words.Count == 0 ? text : string.Join(' ', words).Trim('?', '!', '.', ',');
    }
}
