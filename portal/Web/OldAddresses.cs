using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Web;

/// <summary>Where pages stood before: links in chats, mails and bookmarks lead on to where they stand now.</summary>
internal static class OldAddresses
{
    /// <summary>Each former address with the present one; a part in braces stands in both.</summary>
    public static readonly IReadOnlyList<(string Old, string New)> Table =
    [
        ("/edit/contact", "/contacts/new"),
        ("/edit/contact/{no}", "/contacts/{no}"),
        ("/settings", "/setup/settings"),
        ("/edit/working-days", "/setup/settings/working-days"),
        ("/sales-cycles", "/setup/sales-cycles"),
        ("/sales-cycles/{code}", "/setup/sales-cycles/{code}"),
        ("/edit/sales-cycle", "/setup/sales-cycles/new"),
        ("/edit/sales-cycle/{code}", "/setup/sales-cycles/{code}/edit"),
        ("/edit/stage/{cycle}", "/setup/sales-cycles/{cycle}/stages/new"),
        ("/edit/stage/{cycle}/{number}", "/setup/sales-cycles/{cycle}/stages/{number}"),
        ("/activities", "/setup/activities"),
        ("/edit/activity", "/setup/activities/new"),
        ("/edit/activity/{code}", "/setup/activities/{code}"),
        ("/close-reasons", "/setup/close-reasons"),
        ("/edit/close-reason", "/setup/close-reasons/new"),
        ("/edit/close-reason/{code}", "/setup/close-reasons/{code}"),
        ("/people", "/setup/people"),
        ("/edit/person", "/setup/people/new"),
        ("/edit/person/{code}", "/setup/people/{code}"),
        ("/edit/team", "/setup/teams/new"),
        ("/edit/team/{code}", "/setup/teams/{code}"),
        ("/reminders", "/setup/reminders"),
        ("/delivery", "/setup/reminders?stuck=true#log"),
        ("/import", "/setup/import"),
        ("/import/{id}", "/setup/import/{id}"),
        ("/audit", "/setup/audit"),
        ("/api-tokens", "/setup/api-tokens"),
        ("/edit/api-token", "/setup/api-tokens/new"),
    ];

    /// <summary>Beginnings that people guess, without a page of their own; not for good, since there may be one some day.</summary>
    private static readonly (string Guess, string Page)[] Guesses =
        [("/setup", "/setup/settings"), ("/setup/teams", "/setup/people#teams")];

    /// <summary>Leads on for good (308), with the query; forms are not sent on, since a page shows its form anew.</summary>
    public static void MapOldAddresses(this IEndpointRouteBuilder app)
    {
        foreach (var (old, now) in Table)
        {
            app.MapMethods(old, [HttpMethods.Get, HttpMethods.Head], (HttpContext http) => LeadOn(http, now, permanent: true))
                .ExcludeFromDescription();
        }

        foreach (var (guess, page) in Guesses)
        {
            app.MapMethods(guess, [HttpMethods.Get, HttpMethods.Head], (HttpContext http) => LeadOn(http, page, permanent: false))
                .ExcludeFromDescription();
        }
    }

    private static RedirectHttpResult LeadOn(HttpContext http, string address, bool permanent)
    {
        foreach (var (name, value) in http.Request.RouteValues)
        {
            // A code was taken in any case there; here "new" would make a new record.
            var record = value as string == PortalPage.NewRecord ? PortalPage.NewRecord.ToUpperInvariant() : value as string ?? "";
            address = address.Replace($"{{{name}}}", Uri.EscapeDataString(record), StringComparison.Ordinal);
        }

        var fragment = address.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? address[at..] : "";
        address = address[..^fragment.Length];
        var query = http.Request.QueryString.ToString();
        query = query.Length > 0 && address.Contains('?', StringComparison.Ordinal) ? "&" + query[1..] : query;
        return TypedResults.LocalRedirect("~" + address + query + fragment, permanent, preserveMethod: permanent);
    }
}
