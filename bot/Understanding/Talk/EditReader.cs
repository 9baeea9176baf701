using ChatOpportunities.Domain;
using ChatOpportunities.Domain.SalesCycles;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>Changes said in a sentence: "change the value to 60k", "repousse-la d'une semaine", "won 5 for 60k".</summary>
internal static class EditReader
{
    /// <summary>Said of a next step that names no day.</summary>
    public const string NoDay = WrittenReader.NoDay;

    private static readonly string[] Cuts =
        [", ", " because of ", " because ", " à cause de ", " parce que ", " parce qu'", " car ", " - ", " – ", ": "];

    /// <summary>What is to be changed; null when the sentence changes nothing that is known here.</summary>
    public static Utterance? Read(Sentence sentence)
    {
        if (WrittenReader.Read(sentence) is { } written)
        {
            return written;
        }

        if (End(sentence) is { } end)
        {
            return end;
        }

        // What names several, or leads to a list, changes none.
        if (sentence.Asks || sentence.HasAny(Sign.Deals, Sign.Everybody, Sign.Overdue, Sign.WithoutNextStep, Sign.Stale, Sign.NeedsMe,
            Sign.Weighted)
            || sentence.First?.Sign is Sign.Show or Sign.Find or Sign.Mine)
        {
            return null;
        }

        return (Utterance?)Reopen(sentence) ?? Give(sentence) ?? Move(sentence) ?? (Utterance?)Contact(sentence)
            ?? ValueReader.Read(sentence);
    }

    private static Reopening? Reopen(Sentence sentence) =>
        sentence.First?.Sign == Sign.Reopen ? new Reopening(TalkReader.Which(sentence)) : null;

    /// <summary>"Give 12 to Ben", "I'll take it myself", "no, Ben's", "take it off Ben, Chloé gets it": the last one named has
    /// it.</summary>
    private static Edit? Give(Sentence sentence)
    {
        var isMine = sentence.Has(Sign.Claim) || (sentence.Has(Sign.Give) && sentence.Has(Sign.Myself) && sentence.People.Count == 0);
        var isGiven = sentence.HasAny(Sign.Give, Sign.Owner)
            || (sentence.HasAny(Sign.Refusal, Sign.Sorry, Sign.It) && sentence.RestAt is null && sentence.Periods.Count == 0
                && sentence.Signs.TrueForAll(s => s.Sign is Sign.Refusal or Sign.Sorry or Sign.It or Sign.Is or Sign.One
                    or Sign.Auxiliary));
        IReadOnlyList<NamedRecord> owners = sentence.People.Count > 0 && isGiven ? sentence.LastNamed
            : isMine ? [.. sentence.Context.People.Where(p => p.Id == sentence.Context.Myself)] : [];
        return owners.Count == 0 || sentence.Stages.Count > 0 ? null : new Edit(TalkReader.Which(sentence)) { Owners = owners };
    }

    /// <summary>"Won it for 60k", "lost the second one, price too high", "ward refit perdue, trop cher".</summary>
    private static End? End(Sentence sentence)
    {
        if (sentence.HasQuestionMark || !sentence.HasAny(Sign.Won, Sign.Lost))
        {
            return null;
        }

        var (before, behind) = Cut(sentence);
        var said = behind is null ? sentence : new Sentence(before, sentence.Context);
        var ending = said.Signs.Find(s => s.Sign is Sign.Won or Sign.Lost);
        if (ending is null || said.Asks || said.Periods.Count > 0 || said.People.Count > 0
            || said.HasAny(Sign.Mine, Sign.Team, Sign.Over, Sign.Under, Sign.Between, Sign.Polite, Sign.Deals, Sign.Everybody, Sign.Show,
                Sign.Find)
            || said.Word(ending.At + ending.Length) is "and" or "et" // "Lost and found" names a thing
            || said.Signs.Exists(s => s.At < ending.At && s.Sign is > Sign.Set and <= Sign.Back))
        {
            return null;
        }

        List<Doubt> doubts = [];
        var amount = said.Amount(doubts)?.Value;
        var reason = behind;
        if (amount is null && behind is not null && new Sentence(behind, sentence.Context) is var more && more.Amount(doubts) is { } late
            && more.RestAt is null)
        {
            (amount, reason) = (late.Value, null);
        }

        var which = TalkReader.Which(said);
        which = which.Kind == ReferenceKind.Words && which.Text.StartsWith("mark ", StringComparison.OrdinalIgnoreCase)
            ? which with { Text = which.Text[5..] } : which; // "mark" may be somebody's name, and is no word of the lexicon
        var isSaid = which.Kind != ReferenceKind.Unsaid || amount is not null || reason is not null;
        return isSaid ? new End(which, ending.Sign == Sign.Won ? Outcome.Won : Outcome.Lost, amount, reason) : null;
    }

    /// <summary>What stands behind the comma, or the "because", that follows the word for the ending.</summary>
    private static (string Before, string? Behind) Cut(Sentence sentence)
    {
        var text = sentence.Text;
        for (var at = 1; at < text.Length; at++)
        {
            if (Array.Find(Cuts, cut => string.Compare(text, at, cut, 0, cut.Length, StringComparison.OrdinalIgnoreCase) == 0) is { } found
                && text[(at + found.Length)..].Trim(' ', '.', '!') is { Length: > 1 } reason
                && new Sentence(text[..at], sentence.Context).HasAny(Sign.Won, Sign.Lost))
            {
                return (text[..at], reason);
            }
        }

        return (text, null);
    }

    /// <summary>"Move 2 to Sign", "next stage", "recule la 7 d'une étape", "gallery spots is in presentation now".</summary>
    private static Command? Move(Sentence sentence)
    {
        if (sentence.Shift is not null || sentence.Periods.Count > 0)
        {
            return null;
        }

        var isOrder = sentence.First?.Sign is Sign.Move or Sign.Set or Sign.Push or Sign.Pull or Sign.Give or Sign.Onward or Sign.Back;
        var isStage = sentence.HasAny(Sign.Stage, Sign.Onward, Sign.Back);
        var target = sentence.Stages is [var stage, ..]
                ? isOrder || (sentence.HasAny(Sign.Auxiliary, Sign.Is) && IsStated(sentence)) ? stage.Name : null
            : !isOrder || sentence.HasAny(Sign.High, Sign.Low, Sign.Normal, Sign.Chances, Sign.Value, Sign.Close) ? null
            : sentence.Has(Sign.Onward) ? "next"
            : sentence.Has(Sign.Back) && (isStage && (sentence.Has(Sign.Stage) || sentence.First!.Sign != Sign.Back
                || sentence.Signs.Exists(s => s.Sign == Sign.Back && s.Length > 1))) ? "back"
            : sentence.Has(Sign.Push) && sentence.Has(Sign.Stage) && sentence.Word(sentence.First!.At) is "recule" or "reculer" ? "back"
            : null;
        return target is null ? null : new Command(CommandName.Move, TalkReader.Which(sentence), target);
    }

    /// <summary>"X is in presentation", "la 5 est en présentation": something is named, and says where it stands.</summary>
    private static bool IsStated(Sentence sentence) => TalkReader.Which(sentence).Kind is not ReferenceKind.Unsaid
        || sentence.HasAny(Sign.Is);

    /// <summary>"Contact is Marc Dubois now, not Fabrikam", "change the contact of 5 to Ana Lima".</summary>
    private static Edit? Contact(Sentence sentence)
    {
        if (sentence.Signs.Find(s => s.Sign == Sign.Contact) is not { } contact)
        {
            return null;
        }

        var at = contact.At + contact.Length;
        var to = Enumerable.Range(at, Math.Max(0, sentence.Count - at)).FirstOrDefault(i => sentence.Word(i)
            is "is" or "to" or "est" or "en" or "par"
            or "becomes" or "=" || sentence.Signs.Exists(s => s.Sign == Sign.Is && s.At == i), -1);
        var from = to >= 0 ? to + 1 : sentence.Typed(contact.At, at).EndsWith(':') ? at : -1;
        if (from < 0)
        {
            return null;
        }

        var until = Enumerable.Range(from, Math.Max(0, sentence.Count - from)).FirstOrDefault(i => i > from && (sentence.StartsPart(i)
            || sentence.Word(i) is "now" or "not" or "instead" or "pas" or "plutot" or "maintenant"), sentence.Count);
        var name = sentence.Rest(from, until);
        return name.Length < 2 ? null : new Edit(TalkReader.Which(sentence, 0, from))
        {
            Contact = name,
            Unused = sentence.Rest(until, sentence.Count),
        };
    }
}
