using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ChatOpportunities.Portal.Forms;

/// <summary>
/// Who changed a record last, when and how, with a link to the whole history: <c>&lt;last-change subject="…" key="…" /&gt;</c>.
/// </summary>
[HtmlTargetElement("last-change", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LastChangeTagHelper(AuditQueries audit, PortalTexts texts, IUrlHelperFactory urls) : TagHelper
{
    /// <summary>Kind of record, one of <see cref="AuditSubjects"/>.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Its code or number; left out on a form for a new one.</summary>
    public string? Key { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = null;
        var http = ViewContext.HttpContext;
        if (string.IsNullOrEmpty(Key) || SignedInPerson.Of(http) is not { } caller
            || await audit.ListAsync(new AuditFilter(Subject, Key), 1, null, caller, http.RequestAborted)
                is not Result<AuditPage>.Done(var page))
        {
            return;
        }

        output.TagName = "p";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "small text-body-secondary mt-3");
        var link = new TagBuilder("a");
        link.Attributes["href"] = urls.GetUrlHelper(ViewContext).Page("/Setup/Audit/Index", new { subject = Subject, key = Key });
        link.InnerHtml.Append(texts["All changes"]);
        output.Content.SetContent(page.Entries.Count == 0
            ? texts["Not changed since it was made."]
            : texts[
                "Last change by {0} on {1}: {2}", page.Entries[0].ByName,
                texts.Instant(TimeZoneInfo.ConvertTime(page.Entries[0].At, caller.TimeZone)), page.Entries[0].Say(texts)]);
        output.Content.AppendHtml(" ").AppendHtml(link);
    }
}
