using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ChatOpportunities.Portal.Language;

namespace ChatOpportunities.Portal.Forms;

/// <summary>A form that carries the version of the record it shows.</summary>
public interface IVersionedForm
{
    /// <summary>The version the form was filled from.</summary>
    long Version { get; set; }
}

/// <summary>One field in which what somebody typed differs from what is stored now.</summary>
public sealed record ConflictLine(string Label, string Typed, string Stored)
{
    /// <summary>The fields in which two fillings of a form differ, in the order of the form.</summary>
    internal static IReadOnlyList<ConflictLine> Between<TForm>(TForm typed, TForm stored, PortalTexts texts) =>
        [.. typeof(TForm).GetProperties()
            .Where(p => p.GetCustomAttribute<DisplayAttribute>() is not null)
            .Select(p => new ConflictLine(
                texts[p.GetCustomAttribute<DisplayAttribute>()!.Name!], texts.Say(p.GetValue(typed)), texts.Say(p.GetValue(stored))))
            .Where(line => line.Typed != line.Stored)];
}
