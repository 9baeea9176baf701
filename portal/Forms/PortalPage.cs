using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Portal.Forms;

/// <summary>What page models share: who asks, what is said afterwards, and how a refusal reaches the form.</summary>
public abstract class PortalPage : PageModel
{
    /// <summary>Key of the sentence that the next page shows in its status area.</summary>
    internal const string StatusKey = "Status";

    /// <summary>Like <see cref="StatusKey"/>, for an act that was refused.</summary>
    internal const string RefusedKey = "Refused";

    /// <summary>Number and version of the opportunity whose last act the status area offers to undo.</summary>
    internal const string UndoActKey = "UndoAct";

    /// <summary>Likewise, id and version of a task.</summary>
    internal const string UndoTaskKey = "UndoTask";

    /// <summary>Set when the form was filled from an older version than the one stored.</summary>
    internal const string StaleKey = "Stale";

    /// <summary>Key of the deleted record that can be brought back.</summary>
    internal const string UndoKey = "Undo";

    /// <summary>The two versions of a form, as <see cref="ConflictLine"/>s, when somebody else saved first.</summary>
    internal const string ConflictKey = "Conflict";

    /// <summary>
    /// What stands in an address where a code or number stands otherwise, and makes a new record: <c>/contacts/new</c>. Only in lower
    /// case: codes are kept in capitals, so a record with the code NEW has an address of its own, <c>/contacts/NEW</c>.
    /// </summary>
    public const string NewRecord = "new";

    /// <summary>Stands in the address of a form that was opened from the page of the day, and leads back there.</summary>
    public const string FromToday = "today";

    /// <summary>The signed-in person.</summary>
    public Caller Caller => HttpContext.Caller();

    protected PortalTexts T => HttpContext.RequestServices.GetRequiredService<PortalTexts>();

    /// <summary>Header of a request of a script that shows a form in place of its page.</summary>
    internal const string InPlaceHeader = "X-In-Place";

    /// <summary>
    /// A form shown in place goes nowhere when it is done, or has come too late: its script loads the page below it anew, which says so.
    /// </summary>
    public override void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Result is RedirectToPageResult or LocalRedirectResult && Request.Headers.ContainsKey(InPlaceHeader))
        {
            context.Result = new NoContentResult();
        }
    }

    /// <summary>How a text is understood that is being written into a field; asked by the page's script.</summary>
    public ContentResult OnGetRead(WrittenKind kind, string? text) => Content(WrittenField.Echo(kind, text, HttpContext));

    /// <summary>The record that a part of the address names; null where it says <see cref="NewRecord"/>.</summary>
    protected static string? RecordIn(string? segment) => segment == NewRecord ? null : segment;

    /// <summary>Goes on to another page, which says what was done.</summary>
    protected RedirectToPageResult Done(string sentence, string page, object? routeValues = null)
    {
        TempData[StatusKey] = sentence;
        return RedirectToPage(page, routeValues);
    }

    /// <summary>Goes on to another page, which says what was done and offers to take it back.</summary>
    protected RedirectToPageResult Done(string sentence, Acted acted, string page, object? routeValues = null)
    {
        ArgumentNullException.ThrowIfNull(acted);
        TempData[UndoActKey] = string.Create(CultureInfo.InvariantCulture, $"{acted.Opportunity.No}/{acted.Opportunity.Version}");
        return Request.Query["from"] == FromToday ? Done(sentence, "/Today/Index") : Done(sentence, page, routeValues);
    }

    /// <summary>The same of an act on a task.</summary>
    protected RedirectToPageResult Done(string sentence, SalesTask task, string page, object? routeValues = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        TempData[UndoTaskKey] = string.Create(CultureInfo.InvariantCulture, $"{task.Id}/{task.Version}");
        return Done(sentence, page, routeValues);
    }

    /// <summary>Goes back to a page without a form of its own, which says why nothing was done.</summary>
    protected IActionResult RefusedTo(IReadOnlyList<Refusal> refusals, string page, object? routeValues = null)
    {
        ArgumentNullException.ThrowIfNull(refusals);
        if (refusals[0].Rule.Kind is RefusalKind.NotFound or RefusalKind.Forbidden)
        {
            return Status(refusals[0]);
        }

        TempData[RefusedKey] = string.Join(' ', refusals.Select(r => r.Say(T)));
        return RedirectToPage(page, routeValues);
    }

    /// <summary>Shows the form again as it was typed, each refusal beside its field or, without one, above the form.</summary>
    protected IActionResult Refused(IReadOnlyList<Refusal> refusals, string form = "Input")
    {
        ArgumentNullException.ThrowIfNull(refusals);
        if (refusals[0].Rule.Kind is RefusalKind.NotFound or RefusalKind.Forbidden)
        {
            return Status(refusals[0]);
        }

        AddErrors(refusals, form);
        return Page();
    }

    /// <summary>
    /// The same; where somebody else saved first, both versions are shown side by side, and saving once more keeps the one typed.
    /// </summary>
    protected IActionResult Refused<TForm>(IReadOnlyList<Refusal> refusals, TForm typed, TForm? stored)
        where TForm : class, IVersionedForm
    {
        ArgumentNullException.ThrowIfNull(refusals);
        ArgumentNullException.ThrowIfNull(typed);
        if (stored is not null && refusals[0].Rule.Kind == RefusalKind.Stale)
        {
            ViewData[ConflictKey] = ConflictLine.Between(typed, stored, T);
            typed.Version = stored.Version;
            ModelState.Remove("Input." + nameof(IVersionedForm.Version));
        }

        return Refused(refusals);
    }

    /// <summary>Puts each refusal beside the field it names, if the form has it; otherwise above the form.</summary>
    protected void AddErrors(IReadOnlyList<Refusal> refusals, string form = "Input")
    {
        ArgumentNullException.ThrowIfNull(refusals);
        var fields = GetType().GetProperty(form)?.PropertyType.GetProperties() ?? [];
        foreach (var refusal in refusals)
        {
            if (refusal.Rule.Kind == RefusalKind.Stale)
            {
                ViewData[StaleKey] = true;
            }

            var field = Array.Find(fields, f => f.Name.Equals(refusal.Field, StringComparison.OrdinalIgnoreCase));
            var key = field is null ? "" : $"{form}.{field.Name}";
            // What could not even be read has been said already.
            if (key.Length == 0 || ModelState[key] is not { Errors.Count: > 0 })
            {
                ModelState.AddModelError(key, refusal.Say(T));
            }
        }
    }

    private StatusCodeResult Status(Refusal refusal) => refusal.Rule.Kind == RefusalKind.NotFound ? NotFound() : StatusCode(403);
}
