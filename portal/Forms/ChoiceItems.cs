using ChatOpportunities.Domain;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Forms;

/// <summary>The field of a filter shows what the list is narrowed to.</summary>
internal static class ChoiceItems
{
    /// <summary>
    /// Selects what is chosen, which stays in the list though it be only by its code: a saved view may name somebody who has
    /// nothing left, and a field that says "All" then would lose it with the next press.
    /// </summary>
    public static List<SelectListItem> WithChosen(this List<SelectListItem> items, string? chosen)
    {
        var code = Checks.NormalCode(chosen);
        if (code.Length > 0)
        {
            var item = items.Find(i => i.Value == code);
            if (item is null)
            {
                items.Add(item = new SelectListItem(code, code));
            }

            item.Selected = true;
        }

        return items;
    }
}
