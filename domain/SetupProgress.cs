using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain;

/// <summary>How far the setting-up has come, from an empty database to the first opportunity, and a ready-made start for it.</summary>
public sealed class SetupProgress(OpportunitiesContext db, SalesCycleActs cycles, CloseReasonActs reasons)
{
    /// <summary>The stages of the ready-made cycle: name, completed, chances, whether a quote is needed, date formula, limit.</summary>
    private static readonly (string Name, int Completed, int Chances, bool Quote, string Date, int Limit)[] Stages =
    [
        (StarterWords.Qualify, 10, 20, false, "3M", 10),
        (StarterWords.Meet, 30, 35, false, "2M", 10),
        (StarterWords.Offer, 60, 55, true, "1M", 15),
        (StarterWords.Negotiate, 80, 75, false, "2W", 10),
        (StarterWords.Sign, 95, 90, false, "1W", 5),
    ];

    private static readonly (string Code, string Name, Outcome Outcome)[] Reasons =
    [
        ("FIT", StarterWords.Fit, Outcome.Won), ("TRUST", StarterWords.Trust, Outcome.Won), ("PRICE", StarterWords.Price, Outcome.Lost),
        ("RIVAL", StarterWords.Rival, Outcome.Lost), ("DROPPED", StarterWords.Dropped, Outcome.Lost),
    ];

    /// <summary>What is there.</summary>
    public async Task<SetupSteps> ReadAsync(CancellationToken cancellationToken) => new(
        await db.Salespeople.CountAsync(p => !p.Blocked, cancellationToken),
        await db.Teams.AnyAsync(t => t.ManagerId != null, cancellationToken),
        await db.SalesCycles.AnyAsync(cancellationToken),
        await db.SalesCycles.AnyAsync(c => !c.Blocked && c.Stages.Any(), cancellationToken),
        await db.CloseReasons.AnyAsync(r => !r.Blocked && r.Outcome == Outcome.Won, cancellationToken)
            && await db.CloseReasons.AnyAsync(r => !r.Blocked && r.Outcome == Outcome.Lost, cancellationToken),
        await db.Set<SalesCycleStage>().AnyAsync(s => s.LimitWorkingDays != null, cancellationToken),
        await db.Contacts.AnyAsync(cancellationToken),
        await db.Opportunities.AnyAsync(cancellationToken));

    /// <summary>
    /// Makes a common sales cycle and common close reasons, in the caller's language; only where there are none of either yet.
    /// </summary>
    public Task<Result<SalesCycle>> StartAsync(Language.Texts texts, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return db.InTransactionAsync<Result<SalesCycle>>(
            async token =>
            {
                const string Code = "SALES";
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if (await db.SalesCycles.OrderBy(c => c.Id).Select(c => c.Code).FirstOrDefaultAsync(token) is { } existing)
                {
                    return Refusals.CodeExists.With(existing);
                }

                var made = await cycles.CreateAsync(Code, texts[StarterWords.Cycle], ProbabilityMethod.Multiply, caller, token);
                foreach (var stage in Stages.TakeWhile(_ => made is Result<SalesCycle>.Done))
                {
                    var form = new StageForm(
                        texts[stage.Name], stage.Completed, stage.Chances, QuoteRequired: stage.Quote, AllowSkip: !stage.Quote,
                        DateFormula: stage.Date, LimitWorkingDays: stage.Limit);
                    if (await cycles.AddStageAsync(Code, null, null, form, null, caller, token) is Result<SalesCycleStage>.Refused refused)
                    {
                        made = refused.Refusals.ToList();
                    }
                }

                if (!await db.CloseReasons.AnyAsync(token))
                {
                    foreach (var (code, name, outcome) in Reasons)
                    {
                        await reasons.SaveAsync(code, new CloseReasonForm(texts[name], outcome), isNew: true, null, caller, token);
                    }
                }

                return made;
            },
            cancellationToken);
    }
}

/// <summary>What is set up already.</summary>
/// <param name="People">How many people may work; the first admin is one of them.</param>
/// <param name="Team">A team with a manager.</param>
/// <param name="Cycle">Any sales cycle, also one that is blocked: the ready-made start is for companies without.</param>
/// <param name="Stages">One that is not blocked has stages, so that opportunities can start.</param>
/// <param name="Reasons">A reason for winning and one for losing.</param>
/// <param name="Limit">A stage whose limit reminds the salesperson.</param>
/// <param name="Contact">Any contact.</param>
/// <param name="Opportunity">Any opportunity.</param>
public sealed record SetupSteps(int People, bool Team, bool Cycle, bool Stages, bool Reasons, bool Limit, bool Contact, bool Opportunity)
{
    /// <summary>Everything that work cannot begin without.</summary>
    public bool IsReady => People > 1 && Stages && Reasons;
}

/// <summary>The words of the ready-made start, in English; each is the key of its translations. A test reads them off this class.</summary>
public static class StarterWords
{
    public const string Cycle = "Sales";
    public const string Qualify = "Qualification of the need";
    public const string Meet = "First meeting";
    public const string Offer = "Offer made";
    public const string Negotiate = "Negotiation";
    public const string Sign = "Signature";
    public const string Fit = "Our offer fitted best";
    public const string Trust = "They know and trust us";
    public const string Price = "Our price was too high";
    public const string Rival = "A competitor was better";
    public const string Dropped = "The customer dropped the project";
}
