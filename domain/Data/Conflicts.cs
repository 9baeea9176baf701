using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ChatOpportunities.Domain.Data;

/// <summary>Tells which of two kinds a lost race is: one that a person has to hear of, or one that is none of their business.</summary>
internal static class Conflicts
{
    /// <summary>
    /// Whether the save was overtaken only in rows that no person edits: a reminder that was sent or planned meanwhile, a stay of a stage
    /// that was deleted, a small document kept by its key. The act is run again then, and its own checks say what there is to say.
    /// </summary>
    public static bool IsNobodysEdit(DbUpdateException conflict) => conflict is DbUpdateConcurrencyException
        ? conflict.Entries.Count > 0 && conflict.Entries.All(IsNobodys)
        : conflict.Entries.Any(IsNobodys); // a key that was there already; some providers name all that was saved along with it

    private static bool IsNobodys(EntityEntry entry) => entry.Entity is Reminder or StoredItem or StageStay;
}
