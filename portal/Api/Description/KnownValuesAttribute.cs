using System.Reflection;

namespace ChatOpportunities.Portal.Api.Description;

/// <summary>Describes a text as one of those that a list has. Others are taken too, and find nothing.</summary>
/// <param name="holder">The type that has the list.</param>
/// <param name="list">Name of its static property.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownValuesAttribute(Type holder, string list) : Attribute
{
    public Type Holder => holder;

    public string List => list;

    public IReadOnlyList<string> Values =>
        (IReadOnlyList<string>)holder.GetProperty(list, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
