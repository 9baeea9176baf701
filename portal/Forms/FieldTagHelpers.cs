using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ChatOpportunities.Portal.Forms;

/// <summary>Ties an input to what is said about it, so that a screen reader reads hint and error with the field.</summary>
[HtmlTargetElement("input", Attributes = "asp-for")]
[HtmlTargetElement("select", Attributes = "asp-for")]
[HtmlTargetElement("textarea", Attributes = "asp-for")]
public sealed class DescribedFieldTagHelper : TagHelper
{
    /// <summary>After the framework's own helper, which makes name and id.</summary>
    public override int Order => 100;

    [HtmlAttributeName("asp-for")]
    public ModelExpression For { get; set; } = null!;

    /// <summary>Id of an element with a hint.</summary>
    [HtmlAttributeName("hint")]
    public string? Hint { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var wrong = ViewContext.ModelState.TryGetValue(name, out var state) && state.Errors.Count > 0;
        var described = string.Join(' ', new[] { Hint, wrong ? ErrorId(name) : null }.OfType<string>());
        if (described.Length > 0)
        {
            output.Attributes.SetAttribute("aria-describedby", described);
        }

        if (wrong)
        {
            output.Attributes.SetAttribute("aria-invalid", "true");
            output.AddClass("is-invalid", System.Text.Encodings.Web.HtmlEncoder.Default);
        }
    }

    internal static string ErrorId(string name) => TagBuilder.CreateSanitizedId(name, "_") + "-error";
}

/// <summary>Gives the error of a field the id that the field points to.</summary>
[HtmlTargetElement("span", Attributes = "asp-validation-for")]
public sealed class FieldErrorTagHelper : TagHelper
{
    public override int Order => 100;

    [HtmlAttributeName("asp-validation-for")]
    public ModelExpression For { get; set; } = null!;

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        output.Attributes.SetAttribute("id", DescribedFieldTagHelper.ErrorId(name));
        output.AddClass("invalid-feedback", System.Text.Encodings.Web.HtmlEncoder.Default);
    }
}

/// <summary>Says in words that a field must be filled in: <c>&lt;label asp-for="…" must&gt;</c>.</summary>
[HtmlTargetElement("label", Attributes = "asp-for,must")]
public sealed class RequiredLabelTagHelper(PortalTexts texts) : TagHelper
{
    public override int Order => 100;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Attributes.RemoveAll("must");
        output.PostContent.AppendHtml(" <span class=\"text-body-secondary fw-normal\">").Append(texts["(required)"]).AppendHtml("</span>");
    }
}
