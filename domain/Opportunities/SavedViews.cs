using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>The lists somebody wants to see again: a name and the query of the list. Everybody has their own.</summary>
public sealed class SavedViews(OpportunitiesContext db)
{
    /// <summary>Most views of one person.</summary>
    public const int Most = 20;

    public const int MaxNameLength = 40;

    private static readonly KeptViews<SavedView> Views =
        new(new("views", SavedViewJson.Default.ListSavedView, lifetime: null), view => view.Name);

    /// <summary>The caller's views, in order of their names.</summary>
    public Task<IReadOnlyList<SavedView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Views.ListAsync(db, new(caller.SalespersonId), cancellationToken);
    }

    /// <summary>Keeps a view; one of the same name is replaced.</summary>
    public async Task<Result<SavedView>> SaveAsync(string? name, string? query, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return KeptViews<SavedView>.WhyNot(name, query) is { Count: > 0 } wrong
            ? wrong
            : await Views.ChangeAsync(
                db,
                new(caller.SalespersonId),
                views =>
                {
                    var view = new SavedView(Checks.Tidy(name)!, query ?? "");
                    views.Remove(Views.Find(views, view.Name)!);
                    if (views.Count >= Most)
                    {
                        return Refusals.TooManyViews.With(Most);
                    }

                    views.Add(view);
                    return view;
                },
                cancellationToken);
    }

    /// <summary>Takes a view away.</summary>
    public Task<Result<SavedView>> RemoveAsync(string? name, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Views.ChangeAsync(
            db,
            new(caller.SalespersonId),
            views =>
            {
                if (Views.Find(views, name) is not { } view)
                {
                    return Refusals.NotFound;
                }

                views.Remove(view);
                return view;
            },
            cancellationToken);
    }
}

/// <summary>A list somebody wants to see again.</summary>
/// <param name="Name">Unique among the person's views, as <see cref="SearchText"/> folds it.</param>
/// <param name="Query">Query of the list's address, with its question mark.</param>
public sealed record SavedView(string Name, string Query);

[JsonSerializable(typeof(List<SavedView>))]
internal sealed partial class SavedViewJson : JsonSerializerContext;
