using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>What all kept lists of views have in common: names that are one for whoever reads them, in their order.</summary>
/// <param name="kept">Where they are kept.</param>
/// <param name="nameOf">The name of a view.</param>
internal sealed class KeptViews<TView>(Stored<List<TView>> kept, Func<TView, string> nameOf)
    where TView : class
{
    private const int MaxQueryLength = 1000;

    /// <summary>What is wrong with a view that is to be kept.</summary>
    public static List<Refusal> WhyNot(string? name, string? query) => Checks.All(
        Checks.RequiredText(name, SavedViews.MaxNameLength, "name"), Checks.Length(query, MaxQueryLength, "query"));

    public async Task<IReadOnlyList<TView>> ListAsync(OpportunitiesContext db, StoredKey key, CancellationToken cancellationToken) =>
        await kept.FindAsync(db, key, cancellationToken) ?? [];

    /// <summary>The one of that name, as <see cref="SearchText"/> folds it; null when there is none.</summary>
    public TView? Find(List<TView> views, string? name)
    {
        var folded = SearchText.Fold(name ?? "");
        return views.Find(v => SearchText.Fold(nameOf(v)) == folded);
    }

    /// <summary>Changes a list; where somebody else was faster, that is told and nothing is changed.</summary>
    public Task<Result<TView>> ChangeAsync(
        OpportunitiesContext db, StoredKey key, Func<List<TView>, Result<TView>> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var views = await kept.LoadAsync(db, key, token) ?? [];
                var result = change(views);
                if (result is not Result<TView>.Done)
                {
                    return result;
                }

                await kept.PutAsync(db, key, [.. views.OrderBy(nameOf, StringComparer.CurrentCultureIgnoreCase)], token);
                try
                {
                    await db.SaveChangesAsync(token);
                }
                catch (DbUpdateException)
                {
                    return Refusals.StaleWithoutHistory; // another window, or a colleague, was faster
                }

                return result;
            },
            cancellationToken);
}
