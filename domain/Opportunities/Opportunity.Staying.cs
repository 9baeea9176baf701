namespace ChatOpportunities.Domain.Opportunities;

/// <content>Its stays on stages, which figures read in place of its history.</content>
public sealed partial class Opportunity
{
    private readonly List<StageStay> _stays = [];

    /// <summary>Its stays on the stages that are left, as far as they are loaded.</summary>
    public IReadOnlyList<StageStay> Stays => _stays;

    /// <summary>Makes its stays what the history says; all of the history and of the stays has to be loaded.</summary>
    /// <returns>How many were missing, too many or otherwise.</returns>
    internal int RecountStays()
    {
        var right = StageStay.Of(Entries, SalespersonId);
        var wrong = _stays.RemoveAll(s => !right.Any(s.BeginsLike));
        foreach (var stay in right)
        {
            if (_stays.Find(s => s.BeginsLike(stay)) is { } known)
            {
                wrong += known.Follow(stay) ? 1 : 0;
            }
            else
            {
                _stays.Add(stay);
                wrong++;
            }
        }

        return wrong;
    }

    /// <summary>A stage was entered; not by an update.</summary>
    private void Enter(OpportunityEntry entry, OpportunityEntry? before)
    {
        Leave(before, entry.DateOfChange);
        StageStay.PassTo(entry.Stage!.Number, _stays);
        if (_stays.Find(s => s.IsOn(entry) && s.EnteredOn == entry.StageEnteredOn) is { } sameDay)
        {
            sameDay.Days = null;
        }
        else
        {
            _stays.Add(StageStay.Begin(entry, _stays, SalespersonId));
        }
    }

    /// <summary>The stay that went on has ended; won, all went on.</summary>
    private void Leave(OpportunityEntry? before, DateOnly day, bool isWon = false)
    {
        if (before?.StageId is not null)
        {
            var stay = _stays.SingleOrDefault(s => s.Days is null)
                ?? throw new InvalidOperationException($"The stays of {No} were not loaded.");
            stay.Days = day.DayNumber - stay.EnteredOn.DayNumber;
        }

        if (isWon)
        {
            _stays.ForEach(s => s.WentOn = true);
        }
    }
}
