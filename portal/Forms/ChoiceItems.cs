using ChatOpportunities.Domain;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ChatOpportunities.Portal.Forms;

/// <summary>What <see cref="Choices"/> offers, as the options of a field.</summary>
internal static class ChoiceItems
{
    /// <summary>Each by its name; its code is sent.</summary>
    public static List<SelectListItem> AsItems(this IEnumerable<NamedRecord> choices) =>
        [.. choices.Select(c => new SelectListItem(c.Name, c.Code))];

    /// <summary>People with their teams, which tell two of one name apart.</summary>
    public static List<SelectListItem> AsItems(this IEnumerable<NamedPerson> people) =>
        [.. people.Select(p => new SelectListItem(p.Team is null ? p.Name : $"{p.Name} ({p.Team})", p.Code))];

    /// <summary>
    /// The field of a filter shows what the list is narrowed to, though it be only by its code: a saved view may name somebody who
    /// has nothing left, and a field that says "All" then would lose it with the next press.
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
