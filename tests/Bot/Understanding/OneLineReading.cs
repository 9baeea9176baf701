using System.Globalization;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain;

namespace ChatOpportunities.Tests.Bot.Understanding;

/// <summary>A small company, and what the bot understands of a line said in it.</summary>
internal static class OneLineReading
{
    /// <summary>A Wednesday.</summary>
    public static readonly DateOnly Today = new(2026, 3, 11);

    public static readonly NamedRecord[] People =
    [
        new(1, "AB", "Anna Berg"), new(2, "MD", "Marc Dupont"), new(3, "HL", "Hélène Lefèvre"), new(4, "JS", "John Smith"),
        new(5, "JD", "John Doe"),
    ];

    public static readonly NamedRecord[] Contacts =
    [
        new(11, "C1", "Contoso"), new(12, "C2", "Fabrikam Ltd"), new(13, "C3", "Adventure Works"),
        new(14, "C4", "Claire Moreau", "Northwind Traders"), new(15, "C5", "Société Lumière"), new(16, "C6", "Tailspin Paris"),
        new(17, "C7", "Tailspin Lyon"),
    ];

    /// <summary>Contacts whose names are easily written otherwise, or shared.</summary>
    public static readonly NamedRecord[] Others =
    [
        new(31, "D1", "Contoso Hotels"), new(32, "D2", "Saint-Gobain"), new(33, "D3", "Établissements Durand"), new(34, "D4", "L’Oréal"),
        new(35, "D5", "Northwind Construction"), new(36, "D6", "Fabrikam Clinics"),
        new(37, "D7", "Claire Moreau", "Northwind Construction"), new(38, "D8", "Claire Petit", "Fabrikam Clinics"),
    ];

    public static readonly NamedRecord[] Cycles = [new(21, "EX-LARGE", "Existing customer large"), new(22, "NEW", "New customer")];

    public static OneLineCapture Read(string text, string culture) =>
        OneLine.Read(text, Today, CultureInfo.GetCultureInfo(culture), People, Contacts, Cycles);

    /// <summary>Among <see cref="Others"/>, in a company that counts in euros.</summary>
    public static OneLineCapture ReadAmongOthers(string text, string culture) =>
        OneLine.Read(text, Today, CultureInfo.GetCultureInfo(culture), People, Others, Cycles, "EUR");

    /// <summary>What was understood, on one line; doubts by the field they concern.</summary>
    public static string Told(OneLineCapture c)
    {
        string?[] parts =
        [
            c.Title is null ? null : $"title={c.Title}",
            c.ContactId is null ? null : $"contact={c.ContactId}",
            c.ContactId is not null || c.ContactText is null ? null : $"contact?={c.ContactText}",
            c.Value is null ? null : string.Create(CultureInfo.InvariantCulture, $"value={c.Value:0.##}"),
            c.CloseDate is null ? null : $"close={c.CloseDate:yyyy-MM-dd}",
            c.SalespersonId is null ? null : $"who={c.SalespersonId}",
            c.Chances is null ? null : string.Create(CultureInfo.InvariantCulture, $"chances={c.Chances:0.##}"),
            c.Priority is null ? null : $"priority={c.Priority}",
            c.CycleId is null ? null : $"cycle={c.CycleId}",
            c.Doubts.Count == 0
                ? null
                : "doubts=" + string.Join(',', c.Doubts.Select(d => d.Field).Distinct().Order(StringComparer.Ordinal)),
        ];
        return string.Join(" | ", parts.Where(p => p is not null));
    }

    public static string Told(string line, string culture) => Told(Read(line, culture));
}
