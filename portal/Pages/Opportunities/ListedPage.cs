using System.Globalization;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>A page that one comes to from the list, and that knows which list it was.</summary>
public abstract class ListedPage : PortalPage
{
    /// <summary>Key of the query of the list that was seen last.</summary>
    internal const string ListKey = "List";

    /// <summary>Longest query that is kept: it travels in a cookie.</summary>
    internal const int LongestKept = 800;

    /// <summary>What a list shows, by the same reading of its address.</summary>
    /// <param name="address">Its query, which anybody may have written.</param>
    protected async Task<ListChoice> ListOfAsync(string? address)
    {
        var choice = new ListChoice();
        var query = new QueryCollection(QueryHelpers.ParseQuery(address));
        var provider = new QueryStringValueProvider(BindingSource.Query, query, CultureInfo.InvariantCulture);
        var wrong = ModelState.Where(s => s.Value!.Errors.Count > 0).Select(s => s.Key).ToHashSet();
        await TryUpdateModelAsync(choice, "", provider);
        foreach (var key in ModelState.Keys.Where(k => query.ContainsKey(k) && !wrong.Contains(k)).ToList())
        {
            ModelState.Remove(key); // what an address says wrong does not narrow a list either
        }

        choice.Today = Caller.Today;
        (choice.Least, choice.Most) = (ListChoice.Plain(choice.ValueFrom), ListChoice.Plain(choice.ValueTo));
        return choice;
    }
}
