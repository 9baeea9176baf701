using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>The lists somebody wants to see again: a name and the query of the list. Everybody has their own.</summary>
public sealed class SavedViews(OpportunitiesContext db)
{
    /// <summary>Most views of one person.</summary>
    public const int Most = 20;

    public const int MaxNameLength = 40;

    private const int MaxQueryLength = 1000;

    private static readonly Stored<List<SavedView>> Views = new("views", SavedViewJson.Default.ListSavedView, lifetime: null);

    /// <summary>The caller's views, in order of their names.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await Views.FindAsync(db, new(caller.SalespersonId), cancellationToken) ?? [];
    }

    /// <summary>Keeps a view; one of the same name is replaced.</summary>
    public Task<Result<SavedView>> SaveAsync(string? name, string? query, Caller caller, CancellationToken cancellationToken)
    {
        var refusals = Checks.All(
            Checks.RequiredText(name, MaxNameLength, "name"), Checks.Length(query, MaxQueryLength, "query"));
        return refusals.Count > 0
            ? Task.FromResult<Result<SavedView>>(refusals)
            : ChangeAsync<SavedView>(
                views =>
                {
                    var view = new SavedView(Checks.Tidy(name)!, query ?? "");
                    views.RemoveAll(v => SameName(v, view.Name));
                    if (views.Count >= Most)
                    {
                        return Refusals.TooManyViews.With(Most);
                    }

                    views.Add(view);
                    return view;
                },
                caller,
                cancellationToken);
    }

    /// <summary>Takes a view away.</summary>
    public Task<Result<SavedView>> RemoveAsync(string? name, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync<SavedView>(
            views =>
            {
                if (views.Find(v => SameName(v, name)) is not { } view)
                {
                    return Refusals.NotFound;
                }

                views.Remove(view);
                return view;
            },
            caller,
            cancellationToken);

    private static bool SameName(SavedView view, string? name) =>
        SearchText.Fold(view.Name) == SearchText.Fold(name ?? "");

    private Task<Result<T>> ChangeAsync<T>(Func<List<SavedView>, Result<T>> change, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var key = new StoredKey(caller.SalespersonId);
                var views = await Views.LoadAsync(db, key, token) ?? [];
                var result = change(views);
                if (result is not Result<T>.Done)
                {
                    return result;
                }

                await Views.PutAsync(db, key, [.. views.OrderBy(v => v.Name, StringComparer.CurrentCultureIgnoreCase)], token);
                try
                {
                    await db.SaveChangesAsync(token);
                }
                catch (DbUpdateException)
                {
                    return Refusals.StaleWithoutHistory; // another window of the same person was faster
                }

                return result;
            },
            cancellationToken);
}

/// <summary>A list somebody wants to see again.</summary>
/// <param name="Name">Unique among the person's views, as <see cref="SearchText"/> folds it.</param>
/// <param name="Query">Query of the list's address, with its question mark.</param>
public sealed record SavedView(string Name, string Query);

[JsonSerializable(typeof(List<SavedView>))]
internal sealed partial class SavedViewJson : JsonSerializerContext;
