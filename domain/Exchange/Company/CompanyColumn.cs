using System.Globalization;
using System.Text.Json;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>A column of a file of the archive, read off the model: one that is added tomorrow goes along.</summary>
internal sealed class CompanyColumn
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private readonly IProperty _property;
    private readonly Type _type;

    private CompanyColumn(IProperty property, Type? refersTo)
    {
        (_property, RefersTo) = (property, refersTo);
        _type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var name = refersTo is not null && property.Name.EndsWith("Id", StringComparison.Ordinal) ? property.Name[..^2] : property.Name;
        Name = char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>Heading.</summary>
    public string Name { get; }

    /// <summary>The entity whose key stands in it; null for a value of its own.</summary>
    public Type? RefersTo { get; }

    public string Property => _property.Name;

    /// <summary>Whether it holds words, or codes, which a spreadsheet might take for a formula.</summary>
    public bool IsText => RefersTo is not null || _type == typeof(string) || !_type.IsValueType;

    public bool MayBeBlank => _property.IsNullable;

    /// <summary>The columns of a table: all but those that stay out, and the key that the database gives.</summary>
    public static IReadOnlyList<CompanyColumn> Of(IEntityType entity) =>
    [
        .. entity.GetProperties().OrderBy(p => p.Name is "Code" or "No" ? 0 : p.Name == nameof(Entity.Version) ? 2 : 1)
            .ThenBy(p => p.Name, StringComparer.Ordinal)
            .Where(p => !CompanyTables.LeftOutColumns.ContainsKey($"{entity.ClrType.Name}.{p.Name}") && !IsGiven(p))
            .Select(p => new CompanyColumn(p, Principal(entity, p))),
    ];

    /// <summary>
    /// The value of a row as text; null where there is none. References are told by what <paramref name="keyOf"/> calls them.
    /// </summary>
    public string? Read(object row, Func<Type, long, string?> keyOf)
    {
        var value = _property.PropertyInfo!.GetValue(row);
        if (RefersTo is not null)
        {
            return value is long id ? keyOf(RefersTo, id) : null;
        }

        return value switch
        {
            null => null,
            string key when row is Reminder && Property == nameof(Reminder.Key) => CompanyTables.ReminderKey(
                key, (type, part) => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    ? Uri.EscapeDataString(keyOf(type, id) ?? "?" + part) : part),
            string key when row is StoredItem && Property == nameof(StoredItem.Key) => WithoutOwner(key),
            string text => text,
            decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
            bool yes => yes ? "true" : "false",
            Enum or Guid => value.ToString(),
            IReadOnlyList<string> texts => JsonSerializer.Serialize(texts, CompanyJson.Default.IReadOnlyListString),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"{_property.DeclaringType.ClrType.Name}.{Property} is of a kind that no file holds."),
        };
    }

    /// <summary>The value that a text stands for; references are not asked for here.</summary>
    /// <returns>Whether it can be read.</returns>
    public bool TryParse(string? text, out object? value)
    {
        value = null;
        if (text is null)
        {
            return MayBeBlank;
        }

        var culture = CultureInfo.InvariantCulture;
        value = _type switch
        {
            _ when _type == typeof(string) => _property.GetMaxLength() is { } most && text.Length > most ? null : text,
            _ when _type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var n) ? n : null,
            _ when _type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var n) ? n : null,
            _ when _type == typeof(decimal) =>
                decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, culture, out var n) ? n : null,
            _ when _type == typeof(bool) => text == "true" ? true : text == "false" ? false : null,
            _ when _type == typeof(DateOnly) => DateOnly.TryParseExact(text, "O", culture, DateTimeStyles.None, out var day) ? day : null,
            _ when _type == typeof(TimeOnly) => TimeOnly.TryParseExact(text, "O", culture, DateTimeStyles.None, out var time) ? time : null,
            _ when _type == typeof(DateTimeOffset) => DateTimeOffset.TryParseExact(
                text, Instant, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
            _ when _type == typeof(Guid) => Guid.TryParseExact(text, "D", out var id) ? id : null,
            _ when _type.IsEnum => Enum.TryParse(_type, text, out var named) && named!.ToString() == text && !IsNumber(text) ? named : null,
            _ => Texts(text),
        };
        return value is not null;
    }

    /// <summary>Documents are kept under their kind, owner and name; the owner stands in a column of its own.</summary>
    private static string WithoutOwner(string key) => key.Split('/', 3) is [var kind, _, var name] ? $"{kind}/{name}" : key;

    private static bool IsNumber(string text) => text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+');

    private static IReadOnlyList<string>? Texts(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, CompanyJson.Default.IReadOnlyListString);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsGiven(IProperty property) =>
        property.Name == nameof(Entity.Id) && property.ClrType == typeof(long) && property.IsPrimaryKey();

    private static Type? Principal(IEntityType entity, IProperty property) =>
        CompanyTables.Soft.TryGetValue($"{entity.ClrType.Name}.{property.Name}", out var soft) ? soft
            : entity.ClrType == typeof(StageStay) && property.IsPrimaryKey() ? typeof(OpportunityEntry)
            : property.GetContainingForeignKeys().FirstOrDefault()?.PrincipalEntityType.ClrType;
}
