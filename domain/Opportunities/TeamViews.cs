using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>The lists that somebody shares with their team: each member sees in them what their own rights show.</summary>
public sealed class TeamViews(OpportunitiesContext db)
{
    /// <summary>Most views of one team.</summary>
    public const int Most = 20;

    private static readonly KeptViews<TeamView> Views =
        new(new("teamviews", TeamViewJson.Default.ListTeamView, lifetime: null), view => view.Name);

    /// <summary>The views of the caller's team, in order of their names; none without a team.</summary>
    public async Task<IReadOnlyList<TeamView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.TeamId is { } team ? await Views.ListAsync(db, KeyOf(team), cancellationToken) : [];
    }

    /// <summary>Whether the caller may replace or take away a view of their team: their own, managers and admins any.</summary>
    public static bool MayChange(TeamView view, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(caller);
        return view.ById == caller.SalespersonId || caller.Role != Role.Salesperson;
    }

    /// <summary>Shares a list with the caller's team; a view of the same name is replaced, another person's is not.</summary>
    public async Task<Result<TeamView>> ShareAsync(string? name, string? query, Caller caller, CancellationToken cancellationToken) =>
        KeptViews<TeamView>.WhyNot(name, query) is { Count: > 0 } wrong
            ? wrong
            : await ChangeAsync(
                views =>
                {
                    var view = new TeamView(Checks.Tidy(name)!, query ?? "", caller.SalespersonId);
                    var there = Views.Find(views, view.Name);
                    if (there is not null && !MayChange(there, caller))
                    {
                        return Refusals.ViewOfAnother.With(there.Name);
                    }

                    views.Remove(there!);
                    if (views.Count >= Most)
                    {
                        return Refusals.TooManyTeamViews.With(Most);
                    }

                    views.Add(view);
                    return view;
                },
                caller,
                cancellationToken);

    /// <summary>Takes a view of the caller's team away.</summary>
    public Task<Result<TeamView>> RemoveAsync(string? name, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(
            views =>
            {
                if (Views.Find(views, name) is not { } view)
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

    private static StoredKey KeyOf(long team) => new(null, team.ToString(CultureInfo.InvariantCulture));

    private Task<Result<TeamView>> ChangeAsync(
        Func<List<TeamView>, Result<TeamView>> change, Caller caller, CancellationToken cancellationToken) =>
        caller.TeamId is { } team
            ? Views.ChangeAsync(db, KeyOf(team), change, cancellationToken)
            : Task.FromResult<Result<TeamView>>(Refusals.NotFound);
}

/// <summary>A list that a team shares.</summary>
/// <param name="Name">Unique among the team's views, as <see cref="SearchText"/> folds it.</param>
/// <param name="Query">Query of the list's address, with its question mark.</param>
/// <param name="ById">Who shares it.</param>
public sealed record TeamView(string Name, string Query, long ById);

[JsonSerializable(typeof(List<TeamView>))]
internal sealed partial class TeamViewJson : JsonSerializerContext;
