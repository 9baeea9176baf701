using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>The lists that somebody shares with their team: each member sees in them what their own rights show.</summary>
public sealed class TeamViews(OpportunitiesContext db)
{
    /// <summary>Most views of one team.</summary>
    public const int Most = 20;

    private const int MaxQueryLength = 1000;

    private static readonly Stored<List<TeamView>> Views = new("teamviews", TeamViewJson.Default.ListTeamView, lifetime: null);

    /// <summary>The views of the caller's team, in order of their names; none without a team.</summary>
    public async Task<IReadOnlyList<TeamView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.TeamId is { } team ? await Views.FindAsync(db, KeyOf(team), cancellationToken) ?? [] : [];
    }

    /// <summary>Whether the caller may replace or take away a view of their team: their own, managers and admins any.</summary>
    public static bool MayChange(TeamView view, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(caller);
        return view.ById == caller.SalespersonId || caller.Role != Role.Salesperson;
    }

    /// <summary>Shares a list with the caller's team; a view of the same name is replaced, another person's is not.</summary>
    public Task<Result<TeamView>> ShareAsync(string? name, string? query, Caller caller, CancellationToken cancellationToken)
    {
        var refusals = Checks.All(
            Checks.RequiredText(name, SavedViews.MaxNameLength, "name"), Checks.Length(query, MaxQueryLength, "query"));
        return refusals.Count > 0
            ? Task.FromResult<Result<TeamView>>(refusals)
            : ChangeAsync(
                views =>
                {
                    var view = new TeamView(Checks.Tidy(name)!, query ?? "", caller.SalespersonId);
                    if (views.Find(v => SameName(v, view.Name)) is { } there && !MayChange(there, caller))
                    {
                        return Refusals.ViewOfAnother.With(there.Name);
                    }

                    views.RemoveAll(v => SameName(v, view.Name));
                    if (views.Count >= Most)
                    {
                        return Refusals.TooManyTeamViews.With(Most);
                    }

                    views.Add(view);
                    return view;
                },
                caller,
                cancellationToken);
    }

    /// <summary>Takes a view of the caller's team away.</summary>
    public Task<Result<TeamView>> RemoveAsync(string? name, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            views =>
            {
                if (views.Find(v => SameName(v, name)) is not { } view)
                {
                    return Refusals.NotFound;
                }

                if (!MayChange(view, caller))
                {
                    return Refusals.Forbidden;
                }

                views.Remove(view);
                return view;
            },
            caller,
            cancellationToken);

    private static bool SameName(TeamView view, string? name) => SearchText.Fold(view.Name) == SearchText.Fold(name ?? "");

    private static StoredKey KeyOf(long team) => new(null, team.ToString(CultureInfo.InvariantCulture));

    private Task<Result<TeamView>> ChangeAsync(
        Func<List<TeamView>, Result<TeamView>> change, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                if (caller.TeamId is not { } team)
                {
                    return Refusals.NotFound;
                }

                var views = await Views.LoadAsync(db, KeyOf(team), token) ?? [];
                var result = change(views);
                if (result is not Result<TeamView>.Done)
                {
                    return result;
                }

                await Views.PutAsync(db, KeyOf(team), [.. views.OrderBy(v => v.Name, StringComparer.CurrentCultureIgnoreCase)], token);
                try
                {
                    await db.SaveChangesAsync(token);
                }
                catch (DbUpdateException)
                {
                    return Refusals.StaleWithoutHistory; // a colleague was faster
                }

                return result;
            },
            cancellationToken);
}

/// <summary>A list that a team shares.</summary>
/// <param name="Name">Unique among the team's views, as <see cref="SearchText"/> folds it.</param>
/// <param name="Query">Query of the list's address, with its question mark.</param>
/// <param name="ById">Who shares it.</param>
public sealed record TeamView(string Name, string Query, long ById);

[JsonSerializable(typeof(List<TeamView>))]
internal sealed partial class TeamViewJson : JsonSerializerContext;
