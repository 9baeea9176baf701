using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>What an archive of the company says of itself.</summary>
/// <param name="Format">Version of the archive's own make-up: <see cref="Current"/>.</param>
/// <param name="Product">Version of the product that wrote it.</param>
/// <param name="Schema">The last migration that its database knew, without its time.</param>
/// <param name="At">UTC instant at which it was written.</param>
/// <param name="Files">Its files, in the order in which they are read.</param>
/// <param name="LeftOut">What does not stand in it, by name, with the reason.</param>
public sealed record CompanyManifest(
    int Format, string Product, string Schema, DateTimeOffset At, IReadOnlyList<CompanyFile> Files,
    IReadOnlyDictionary<string, string> LeftOut)
{
    /// <summary>What this program writes and reads.</summary>
    public const int Current = 1;

    internal const string File = "manifest.json";
}

/// <summary>One file of the archive.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Rows">Below the heading.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal digits.</param>
public sealed record CompanyFile(string Name, int Rows, string Sha256);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(CompanyManifest))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class CompanyJson : JsonSerializerContext;
