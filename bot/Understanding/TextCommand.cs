using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>What a person wants, as far as the first words say it.</summary>
internal enum CommandName
{
    /// <summary>No word that is known.</summary>
    Unknown,
    Help,
    Hi,
    New,
    Mine,
    Find,
    Show,
    Move,
    Assign,
    Close,
    Won,
    Lost,
    Cancel,
    Brief,
    Remind,
    Tasks,
    Settings,
    Pipeline,
    Review,
    HandOver,
    PostWins,
    Undo,

    /// <summary>No word of its own: a line typed while a form is open.</summary>
    AnswerToForm,

    /// <summary>No word of its own: a sentence, before its first word is taken for a command.</summary>
    Talk,

    /// <summary>No word of its own: what says that there is a sale.</summary>
    Sale,

    /// <summary>No word of its own: what nobody else made anything of.</summary>
    Guess,
}

/// <summary>A typed line, split into what is wanted and the rest. English and French, any case, with or without accents.</summary>
internal sealed record TextCommand(CommandName Name, string Rest)
{
    /// <summary>The whole line as it was typed.</summary>
    public string Text { get; private init; } = Rest;

    /// <summary>What its first words are, where <see cref="Name"/> says who is asked to answer it.</summary>
    public CommandName Said { get; init; } = Name;

    /// <summary>Longer word groups first, so that "my opportunities" is not taken for "my".</summary>
    private static readonly (string Words, CommandName Name)[] Words =
    [
        ("my opportunities", CommandName.Mine), ("mes opportunites", CommandName.Mine), ("my deals", CommandName.Mine),
        ("mes affaires", CommandName.Mine),
        ("hand over", CommandName.HandOver), ("handover", CommandName.HandOver), ("transmettre", CommandName.HandOver),
        ("passer la main", CommandName.HandOver),
        ("post wins here", CommandName.PostWins), ("post wins", CommandName.PostWins), ("annoncer les victoires ici", CommandName.PostWins),
        ("publier les victoires ici", CommandName.PostWins), ("annoncer les gagnees ici", CommandName.PostWins),
        ("pipeline", CommandName.Pipeline), ("portefeuille", CommandName.Pipeline), ("review team", CommandName.Review),
        ("review", CommandName.Review), ("revue", CommandName.Review),
        ("passer en revue", CommandName.Review),
        ("new opportunity", CommandName.New), ("nouvelle opportunite", CommandName.New),
        ("remind me", CommandName.Remind), ("rappelle-moi", CommandName.Remind), ("rappelle moi", CommandName.Remind),
        ("rappeler", CommandName.Remind),
        ("brief", CommandName.Brief), ("my day", CommandName.Brief), ("point du jour", CommandName.Brief),
        ("ma journee", CommandName.Brief),
        ("my tasks", CommandName.Tasks), ("mes taches", CommandName.Tasks), ("tasks", CommandName.Tasks), ("taches", CommandName.Tasks),
        ("my settings", CommandName.Settings), ("settings", CommandName.Settings), ("parametres", CommandName.Settings),
        ("mes parametres", CommandName.Settings),
        ("reglages", CommandName.Settings), ("preferences", CommandName.Settings),
        ("annuler la derniere action", CommandName.Undo), ("undo it", CommandName.Undo), ("undo that", CommandName.Undo),
        ("undo", CommandName.Undo),
        ("take back", CommandName.Undo), ("defaire", CommandName.Undo), ("revenir en arriere", CommandName.Undo),
        ("help", CommandName.Help), ("aide", CommandName.Help), ("?", CommandName.Help),
        ("hi", CommandName.Hi), ("hello", CommandName.Hi), ("hey", CommandName.Hi), ("bonjour", CommandName.Hi), ("salut", CommandName.Hi),
        ("new", CommandName.New), ("nouveau", CommandName.New), ("nouvelle", CommandName.New), ("nouveaux", CommandName.New),
        ("nouvelles", CommandName.New), ("nouvel", CommandName.New), ("create", CommandName.New),
        ("creer", CommandName.New),
        ("mine", CommandName.Mine), ("list", CommandName.Mine), ("liste", CommandName.Mine),
        ("find", CommandName.Find), ("search", CommandName.Find), ("chercher", CommandName.Find), ("trouver", CommandName.Find),
        ("cherche", CommandName.Find),
        ("show", CommandName.Show), ("open", CommandName.Show), ("voir", CommandName.Show), ("afficher", CommandName.Show),
        ("montrer", CommandName.Show),
        ("move", CommandName.Move), ("next", CommandName.Move), ("avancer", CommandName.Move), ("deplacer", CommandName.Move),
        ("suivant", CommandName.Move),
        ("assign", CommandName.Assign), ("affecter", CommandName.Assign), ("attribuer", CommandName.Assign),
        ("confier", CommandName.Assign),
        ("close", CommandName.Close), ("cloturer", CommandName.Close), ("fermer", CommandName.Close),
        ("won", CommandName.Won), ("gagnee", CommandName.Won), ("gagne", CommandName.Won),
        ("lost", CommandName.Lost), ("perdue", CommandName.Lost), ("perdu", CommandName.Lost),
        ("cancel it", CommandName.Cancel), ("cancel that", CommandName.Cancel), ("cancel this", CommandName.Cancel),
        ("cancel", CommandName.Cancel), ("annuler", CommandName.Cancel), ("stop", CommandName.Cancel),
    ];

    /// <summary>
    /// Whether it can be nothing but a command, also while a form is open. The words alone are one; so are "new" and "find" with
    /// anything behind them, "list" with a filter, and what is done to one opportunity when its number follows. Anything else that
    /// begins with such a word ("Move to cloud", "Next generation network") may be an answer. A slash before it settles it.
    /// </summary>
    /// <param name="prefix">Prefix of the opportunities' numbers.</param>
    public bool IsComplete(string prefix) => Name != CommandName.Unknown && (Rest.Length == 0 || IsSlashed || Name switch
    {
        CommandName.New or CommandName.Find => true,
        CommandName.Mine => ListFilter.Read(Rest) is not null,
        CommandName.Show or CommandName.Move or CommandName.Assign or CommandName.Close or CommandName.Won or CommandName.Lost
            or CommandName.Undo => Names(prefix),
        _ => false,
    });

    /// <summary>Whether it was written as <c>/help</c>.</summary>
    public bool IsSlashed { get; private init; }

    public static TextCommand Read(string text)
    {
        var line = text.Trim().TrimStart('/').Trim();
        var folded = SearchText.Fold(line);
        foreach (var (words, name) in Words)
        {
            if (folded.StartsWith(words, StringComparison.Ordinal) && (folded.Length == words.Length || EndsWord(folded[words.Length])))
            {
                var rest = line[SearchText.LengthOf(line, words.Length)..].TrimStart(' ', ':', ',', ';', '.', '!', '?').Trim();
                return new TextCommand(name, rest) { Text = text, IsSlashed = text.TrimStart().StartsWith('/') };
            }
        }

        return new TextCommand(CommandName.Unknown, line) { Text = text };
    }

    /// <summary>
    /// Whether the rest begins with a number for certain. "OPP-00012 to Ben", or digits alone: "Move 3 servers" names no opportunity.
    /// </summary>
    /// <param name="prefix">Prefix of the opportunities' numbers.</param>
    public bool Names(string prefix)
    {
        var word = Rest.Split(' ', 2)[0].Trim('#', ',', '.', ':');
        var bare = prefix.TrimEnd('-');
        return bare.Length > 0 && word.StartsWith(bare, StringComparison.OrdinalIgnoreCase)
            ? word[bare.Length..].TrimStart('-') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit)
            : Rest.Trim('#', '.', '!', '?') is { Length: > 0 } number && number.All(char.IsAsciiDigit);
    }

    /// <summary>"Hi-tech" is no greeting.</summary>
    private static bool EndsWord(char next) => !char.IsLetterOrDigit(next) && next is not ('-' or '\'' or '_' or '/');
}
