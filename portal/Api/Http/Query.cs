using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>
/// The values of a request's query, read into a record: what is left out or blank takes the record's default, what is not understood
/// is told with its name, as 400. The record describes the values too: their types, attributes and comments stand in the API's description.
/// </summary>
internal sealed class Query<T>(T value) : IBindableFromHttpContext<Query<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly ConstructorInfo Constructor = typeof(T).GetConstructors().Single();

    private static readonly IReadOnlyList<QueryValue> Values = [.. Constructor.GetParameters().Select(QueryValue.Of)];

    public T Value => value;

    public static ValueTask<Query<T>?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<Query<T>?>(
        new Query<T>((T)Constructor.Invoke([.. Values.Select(v => v.Read(context.Request.Query))])));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AskedValues(typeof(T)));
}

/// <summary>Says of an endpoint which record its query is read into.</summary>
internal sealed record AskedValues(Type Record);

/// <summary>One value of a query.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Type">What it is read as.</param>
/// <param name="Default">What stands for it when it is left out.</param>
/// <param name="Checks">What else it has to be.</param>
internal sealed record QueryValue(string Name, Type Type, object? Default, IReadOnlyList<ValidationAttribute> Checks)
{
    public static QueryValue Of(ParameterInfo parameter) => new(
        JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!),
        Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType,
        parameter.DefaultValue,
        [.. parameter.Member.DeclaringType!.GetProperty(parameter.Name!)!.GetCustomAttributes<ValidationAttribute>()]);

    public object? Read(IQueryCollection query)
    {
        if (query[Name].ToString() is not { Length: > 0 } text)
        {
            return Default;
        }

        return Parse(text) is { } value && Checks.All(c => c.IsValid(value)) ? value : throw ApiCall.Bad(Name);
    }

    private object? Parse(string text) => Type switch
    {
        _ when Type == typeof(string) => text,
        _ when Type == typeof(int) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ when Type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
        _ when Type == typeof(DateOnly) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        { IsEnum: true } => text.All(char.IsAsciiLetter) && Enum.TryParse(Type, text, ignoreCase: true, out var choice) ? choice : null,
        _ => throw new NotSupportedException($"{Type} in a query is new: say here how it is read."),
    };
}
