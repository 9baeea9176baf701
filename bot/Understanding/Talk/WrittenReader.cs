using System.Text.RegularExpressions;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>What is written down word by word: notes, tasks, next steps, reminders and new titles. Their text stays as it was
/// typed.</summary>
internal static partial class WrittenReader
{
    /// <summary>Said of a next step that names no day.</summary>
    public const string NoDay = "On which day? “{0}” does not say.";

    /// <summary>Linear in the length of the text, so that no clock has to stop it.</summary>
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking;

    private static readonly char[] Quotes = ['"', '“', '”', '«', '»', ' ', '.'];

    public static Utterance? Read(Sentence sentence) =>
        Labelled(sentence) ?? NoteThat(sentence) ?? Rename(sentence) ?? Reminder(sentence)
            ?? (sentence.Asks ? null : (Utterance?)Step(sentence) ?? Task(sentence));

    /// <summary>"Note on 4: …", "todo on night signage: …", "next step: …", "new title for 8: …".</summary>
    private static Utterance? Labelled(Sentence sentence)
    {
        var colon = Colon(sentence.Text);
        if (colon is < 1 or > 90 || sentence.Text[(colon + 1)..].Trim() is not { Length: > 1 } text)
        {
            return null;
        }

        var label = new Sentence(sentence.Text[..colon], sentence.Context);
        var first = label.First;
        if (label.Count > 12 || first is null || label.HasAny(Sign.Ask, Sign.Deals, Sign.New)
            || first.Sign is not (Sign.Note or Sign.Task or Sign.NextStep or Sign.Onward or Sign.Title or Sign.Rename or Sign.Set
                or Sign.Call))
        {
            return null;
        }

        var which = TalkReader.Which(label);
        if (label.Has(Sign.Note))
        {
            return new TakeNote(which, text);
        }

        if (label.Has(Sign.Task))
        {
            var plan = SpokenPlan.Read(text, sentence.Context);
            return new PlanTask(which.Kind == ReferenceKind.Unsaid ? plan.Which ?? which : which, plan.Text, plan.On, plan.At);
        }

        return label.HasAny(Sign.NextStep, Sign.Onward) ? StepOf(which, SpokenPlan.Read(text, sentence.Context), text)
            : label.HasAny(Sign.Title, Sign.Rename) ? new Edit(which) { Title = text.Trim(Quotes) }
            : null;
    }

    /// <summary>The first colon that parts words: not that of an hour or an address.</summary>
    private static int Colon(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':' && !(i > 0 && i + 1 < text.Length && (char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1])
                || text[i + 1] == '/')))
            {
                return i;
            }
        }

        return -1;
    }

    private static TakeNote? NoteThat(Sentence sentence)
    {
        var match = NoteLine().Match(sentence.Text);
        return match.Success && match.Groups["text"].Value.Trim() is { Length: > 1 } text ? new TakeNote(Reference.Unsaid, text) : null;
    }

    /// <summary>"Rename 4 to Harbour night signs", "call it Contoso lagoon instead", "appelle-la plutôt Lagon Contoso".</summary>
    private static Edit? Rename(Sentence sentence)
    {
        if (sentence.First?.Sign is not Sign.Rename)
        {
            return null;
        }

        if (CallLine().Match(sentence.Text) is { Success: true } called
            && called.Groups["title"].Value.Trim(Quotes) is { Length: > 1 } name)
        {
            return new Edit(Reference.It) { Title = Without(name) };
        }

        var match = RenameLine().Match(sentence.Text);
        if (!match.Success)
        {
            return null;
        }

        var rest = match.Groups["rest"].Value;
        if (ItLine().Match(rest) is { Success: true } it && (it.Groups["to"].Success
            || match.Groups["join"].Value.Contains('-', StringComparison.Ordinal)
            || it.Groups["it"].Value.Length > 2 || it.Groups["it"].Value.Equals("it", StringComparison.OrdinalIgnoreCase)))
        {
            return rest[it.Length..].Trim(Quotes) is { Length: > 0 } said ? new Edit(Reference.It) { Title = Without(said) } : null;
        }

        var to = ToLine().Match(rest);
        if (!to.Success || rest[(to.Index + to.Length)..].Trim(Quotes) is not { Length: > 0 } title)
        {
            return null;
        }

        var which = TalkReader.Which(new Sentence(rest[..to.Index], sentence.Context));
        return new Edit(which.Kind == ReferenceKind.Unsaid ? Reference.It : which) { Title = Without(title) };
    }

    /// <summary>Politeness behind a title is no part of it.</summary>
    private static string Without(string title)
    {
        foreach (var ending in (string[])[" instead", " please", " pls", " plutôt", " stp", " svp", " thanks", " merci"])
        {
            title = title.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? title[..^ending.Length].Trim(' ', ',', '"') : title;
        }

        return title;
    }

    /// <summary>"Remind me thursday to send the offer for 5". Without what to do, it is the reminder of an opportunity, another
    /// command.</summary>
    private static Edit? Reminder(Sentence sentence)
    {
        if (sentence.First?.Sign != Sign.Remind || RemindLine().Match(sentence.Text) is not { Success: true } match)
        {
            return null;
        }

        var plan = SpokenPlan.Read(match.Groups["text"].Value, sentence.Context);
        var lead = LeadLine().Match(plan.Text);
        return lead.Success && plan.Text[(lead.Index + lead.Length)..].Trim() is { Length: > 1 } text
            ? StepOf(plan.Which ?? Reference.Unsaid, plan with { Text = (text + " " + lead.Groups["hour"].Value).Trim() }, text) : null;
    }

    /// <summary>"Next step on 7 is contract review", "prochaine étape réunion avec Ana mardi à 14h30".</summary>
    private static Edit? Step(Sentence sentence)
    {
        var match = StepLine().Match(sentence.Text);
        if (!match.Success || sentence.First?.Sign is not (Sign.NextStep or Sign.Set))
        {
            return null;
        }

        var rest = match.Groups["rest"].Value.Trim();
        var which = Reference.Unsaid;
        if (OfLine().Match(rest) is { Success: true } of)
        {
            if (IsLine().Match(rest) is not { Success: true } said)
            {
                return null;
            }

            which = TalkReader.Which(new Sentence(rest[of.Length..said.Index], sentence.Context));
            rest = rest[(said.Index + said.Length)..];
        }
        else if (IsLine().Match(" " + rest) is { Success: true, Index: 0 } direct)
        {
            rest = rest[Math.Max(0, direct.Length - 1)..];
        }

        var plan = SpokenPlan.Read(rest, sentence.Context);
        return plan.IsSaid ? StepOf(which.Kind == ReferenceKind.Unsaid ? plan.Which ?? which : which, plan, rest) : null;
    }

    private static Edit StepOf(Reference which, SpokenPlan plan, string text) => new(which)
    {
        NextStep = plan.Text,
        NextStepOn = plan.On,
        Doubts = plan.On is null ? [new Doubt("nextStepDate", NoDay, text)] : [],
    };

    /// <summary>"Call Ana tomorrow at 9 about 2": begins with what to do, and says when or for which.</summary>
    private static PlanTask? Task(Sentence sentence)
    {
        if (sentence.First is not { Sign: Sign.Call } verb || sentence.IsLeft(0)
            || sentence.Signs.Exists(s => s.At < verb.At && s.Sign
                is not (Sign.Yes or Sign.Hello or Sign.Polite or Sign.Thanks or Sign.Sorry)))
        {
            return null;
        }

        var plan = SpokenPlan.Read(sentence.Text, sentence.Context);
        var isAmount = new Sentence(plan.Text, sentence.Context).Amount([]) is { Value: >= 100 };
        return (plan.On is null && plan.Which is null) || isAmount || plan.Text.Length < 3 ? null
            : new PlanTask(plan.Which ?? Reference.Unsaid, plan.Text, plan.On, plan.At);
    }

    [GeneratedRegex(@"^\s*(please\s+)?(note\s+(that\s|que\s|qu')|(take|prends)\s+(a\s+)?note\s+(that|que|qu')\s*"
        + @"|note\s*[,–-]\s)\s*(?<text>.+)$", Options)]
    private static partial Regex NoteLine();

    [GeneratedRegex(
        @"(^|\s)(call|name|appelle|appeler|intitule)[- ]+(it|this one|that one|la|le|celle-ci)\s+(plutôt\s+|plutot\s+"
        + @"|rather\s+)?(?<title>.+)$",
        Options)]
    private static partial Regex CallLine();

    [GeneratedRegex(
        @"(rename|retitle|renommer?|retitre|(change|set)\s+(the\s+)?(title|name)(\s+of)?|changer?\s+le\s+(titre"
        + @"|nom)(\s+de)?)(?<join>[- ]+)(?<rest>.+)$",
        Options)]
    private static partial Regex RenameLine();

    [GeneratedRegex(@"^(?<it>it|this one|that one|la|le|celle-ci)\s+((?<to>to|as|into|en|à|par)\s+)?", Options)]
    private static partial Regex ItLine();

    [GeneratedRegex(@"(^|\s)(to|as|into|en|à|par)\s+", Options)]
    private static partial Regex ToLine();

    [GeneratedRegex(@"(remind\s+me|rappelle[rz]?[- ]moi)\s+(?<text>.+)$", Options)]
    private static partial Regex RemindLine();

    [GeneratedRegex(@"^\s*((?<hour>(at|à|a)\s+\d\S*)\s+)?(to\s+|de\s+|d['’]|that\s+|que\s+|qu['’])", Options)]
    private static partial Regex LeadLine();

    [GeneratedRegex(@"(next\s+(step|action)s?|prochaines?\s+(étape|etape|action)s?)\s+(?<rest>.+)$", Options)]
    private static partial Regex StepLine();

    [GeneratedRegex(@"^(on|for|of|pour|de|sur)\s+", Options)]
    private static partial Regex OfLine();

    [GeneratedRegex(@"\s(is|=|est|c['’]est|to|:)\s+", Options)]
    private static partial Regex IsLine();
}
