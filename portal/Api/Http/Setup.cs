using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>What the resources of the set-up have in common: items named by codes, changed in part, and listed by them.</summary>
internal static class Setup
{
    /// <summary>How often a change in part is made anew over what somebody else saved meanwhile.</summary>
    private const int Attempts = 5;

    /// <summary>Where an item stands; its names may hold letters that an address may not.</summary>
    public static string Address(params IEnumerable<string> names) =>
        ApiHost.Root + "/" + string.Join('/', names.Select(Uri.EscapeDataString));

    /// <summary>The item of this address may be sent as it was read, but not under another name.</summary>
    public static Refusal? Renamed(string? given, string present, string field = "code") =>
        given is null || Checks.NormalCode(given) == Checks.NormalCode(present)
            ? null
            : Refusals.CodeFixed.For(field, Checks.NormalCode(present));

    /// <summary>One page of a list that is short enough to be read as a whole, in order of the codes.</summary>
    public static ApiAnswer List<TItem, TResource>(
        PageQuery asked, IEnumerable<TItem> items, Func<TItem, string> code, Func<TItem, TResource> show)
    {
        var (after, limit) = (asked.Place(), asked.Limit);
        var page = items.Where(item => after is null || string.CompareOrdinal(code(item), after) > 0)
            .OrderBy(code, StringComparer.Ordinal).Take(limit + 1).ToList();
        return ApiAnswer.Ok(new Page<TResource>(
            [.. page.Take(limit).Select(show)], page.Count > limit ? OpaqueCursor.Write(code(page[limit - 1])) : null));
    }

    /// <summary>
    /// Changes an item in part: over what stands there now when the caller did not say what they had looked at, so of two such
    /// changes at once none is lost and none refused.
    /// </summary>
    /// <param name="call">The request.</param>
    /// <param name="may">Whether the caller may, which is told before anything else.</param>
    /// <param name="find">Reads the item.</param>
    /// <param name="renamed">Why the item is not the one that was sent.</param>
    /// <param name="save">Saves it as the version that is given.</param>
    /// <param name="done">The answer.</param>
    public static async Task<ApiAnswer> ChangeAsync<TItem, TSaved>(
        ApiCall call, bool may, Func<Task<TItem?>> find, Func<TItem, Refusal?> renamed, Func<TItem, long, Task<Result<TSaved>>> save,
        Func<TSaved, ApiAnswer> done)
        where TItem : Entity
    {
        if (!may)
        {
            return call.Refused([Refusals.Forbidden.With()]);
        }

        for (var attempt = 1; ; attempt++)
        {
            if (await find() is not { } item)
            {
                return call.NotFound();
            }

            if (renamed(item) is { } other)
            {
                return call.Refused([other]);
            }

            var result = await save(item, call.Version ?? item.Version);
            if (attempt == Attempts || !IsOvertaken(call, result))
            {
                return call.Answer(result, done);
            }
        }
    }

    /// <summary>Replaces or deletes an item; without a version, after whatever somebody else saved at the same time.</summary>
    public static async Task<ApiAnswer> ReplaceAsync<T>(ApiCall call, Func<Task<Result<T>>> act, Func<T, ApiAnswer> done)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await act();
            if (attempt == Attempts || !IsOvertaken(call, result))
            {
                return call.Answer(result, done);
            }
        }
    }

    /// <summary>Somebody changed or made the item while it was saved, and the caller did not say which version they meant.</summary>
    private static bool IsOvertaken<T>(ApiCall call, Result<T> result) => call.Version is null && result is Result<T>.Refused refused
        && (refused.First.Rule.Kind == RefusalKind.Stale || refused.First.Rule == Refusals.CodeExists);
}
