using System.Globalization;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ChatOpportunities.Portal.Forms;

/// <summary>
/// Fields that people write in their own way: the keyboard of a phone that fits, what was understood beside the field, and the choice
/// where a text can mean two things.
/// </summary>
[HtmlTargetElement("input", Attributes = "asp-for")]
public sealed class WrittenFieldTagHelper(PortalTexts texts) : TagHelper
{
    /// <summary>After <see cref="DescribedFieldTagHelper"/>, whose description is added to.</summary>
    public override int Order => 101;

    /// <summary>The property of the form.</summary>
    [HtmlAttributeName("asp-for")]
    public ModelExpression For { get; set; } = null!;

    /// <summary>Where what was typed and what is wrong with it stands.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (WrittenField.KindOf(For.Metadata) is not { } kind || TypeOf(output) == "hidden")
        {
            return;
        }

        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var typed = ViewContext.ModelState.TryGetValue(name, out var state) ? state.AttemptedValue : null;
        if (kind == WrittenKind.Date)
        {
            // A browser's own field would show nothing of what was typed in another form.
            if (!string.IsNullOrWhiteSpace(typed)
                && !DateOnly.TryParseExact(typed, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                output.Attributes.SetAttribute("type", "text");
                output.Attributes.SetAttribute("value", typed);
            }
        }
        else
        {
            var stored = (For.Model as IFormattable)?.ToString(kind == WrittenKind.WorkingDays ? null : "0.##", texts.Culture);
            if (typed is null && stored is not null)
            {
                output.Attributes.SetAttribute("value", stored); // as a person would write it, without noughts at its end
            }

            AddEcho(output, kind, name, typed ?? stored);
        }

        if (AskedField.Of(ViewContext.HttpContext, name) is { } asked)
        {
            output.PostElement.AppendHtml(ChoiceOf(asked, name));
        }
    }

    private static string? TypeOf(TagHelperOutput output) => output.Attributes["type"]?.Value?.ToString();

    private void AddEcho(TagHelperOutput output, WrittenKind kind, string name, string? text)
    {
        var id = TagBuilder.CreateSanitizedId(name, "_") + "-read";
        output.Attributes.SetAttribute("type", "text");
        output.Attributes.SetAttribute("autocomplete", "off");
        if (kind != WrittenKind.WorkingDays)
        {
            output.Attributes.SetAttribute("inputmode", "decimal");
        }

        if (output.Attributes.ContainsName("data-example"))
        {
            return;
        }

        var described = output.Attributes["aria-describedby"]?.Value?.ToString();
        output.Attributes.SetAttribute("aria-describedby", described is null ? id : described + " " + id);
        output.Attributes.SetAttribute("data-example", $"?handler=Read&kind={kind}&text=");
        output.Attributes.SetAttribute("data-target", id);
        var isWrong = ViewContext.ModelState.TryGetValue(name, out var state) && state.Errors.Count > 0;
        var echo = new TagBuilder("div");
        echo.AddCssClass("form-text");
        echo.Attributes["id"] = id;
        echo.Attributes["aria-live"] = "polite";
        echo.InnerHtml.Append(isWrong ? "" : WrittenField.Echo(kind, text, ViewContext.HttpContext));
        output.PostElement.AppendHtml(echo);
    }

    private TagBuilder ChoiceOf(AskedField asked, string name)
    {
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var field = new TagBuilder("fieldset");
        field.AddCssClass("asked");
        field.Attributes["id"] = id + "-asked";
        var legend = new TagBuilder("legend");
        legend.AddCssClass("form-label fs-6 mb-0");
        legend.InnerHtml.Append(texts["What does “{0}” mean?", asked.Text]);
        field.InnerHtml.AppendHtml(legend);
        field.InnerHtml.AppendHtml(Input("hidden", name + WrittenField.ChosenOf, asked.Text, null));
        for (var i = 0; i < asked.Values.Count; i++)
        {
            var line = new TagBuilder("div");
            line.AddCssClass("form-check");
            var choice = string.Create(CultureInfo.InvariantCulture, $"{id}-as-{i}");
            line.InnerHtml.AppendHtml(Input("radio", name + WrittenField.Chosen, asked.Values[i].Invariant, choice));
            var label = new TagBuilder("label");
            label.AddCssClass("form-check-label");
            label.Attributes["for"] = choice;
            label.InnerHtml.Append(asked.Values[i].Label);
            line.InnerHtml.AppendHtml(label);
            field.InnerHtml.AppendHtml(line);
        }

        return field;
    }

    private static TagBuilder Input(string type, string name, string value, string? id)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        (input.Attributes["type"], input.Attributes["name"], input.Attributes["value"]) = (type, name, value);
        if (id is not null)
        {
            input.Attributes["id"] = id;
            input.AddCssClass("form-check-input");
        }

        return input;
    }
}
