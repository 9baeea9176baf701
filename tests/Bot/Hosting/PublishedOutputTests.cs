using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Portal;
using ChatOpportunities.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>The published program is whole: whatever an assembly names is there, in the shared framework, or out of reach.</summary>
public sealed class PublishedOutputTests
{
    /// <summary>
    /// Named by an assembly that is published, and left out of it (Directory.Build.props), each with why nothing gets there.
    /// </summary>
    private static readonly Absent[] LeftOut =
    [
        new(
            "AdaptiveCards", "Microsoft.Bot.Schema", "Microsoft.Bot.Schema.SharePoint.QuickViewResponse",
            ["<Template>k__BackingField", "get_Template", "set_Template"],
            "Only the SDK's answers to SharePoint hold such a card, and this bot answers Teams."),
        new(
            "Microsoft.Identity.Client.Broker", "Microsoft.Data.SqlClient",
            "Microsoft.Data.SqlClient.ActiveDirectoryAuthenticationProvider", ["CreateClientAppInstance"],
            "Made for a person who signs in at the server's own screen; a connection string that asks for it is refused at the start (StartTests)."),
    ];

    [Fact]
    public async Task EveryAssemblyThatIsNamedIsThere()
    {
        var output = await PublishedOutput.GetAsync();
        HashSet<string> there = [.. SharedFramework(typeof(object)), .. SharedFramework(typeof(WebApplication))];
        var named = new List<(string Missing, string By)>();
        foreach (var path in output.Assemblies)
        {
            using var assembly = new AssemblyFile(path);
            there.Add(assembly.Name);
            named.AddRange(assembly.References.Select(r => (r, assembly.Name)));
        }

        Assert.Contains("Microsoft.Data.SqlClient", there);
        Assert.Equal(
            LeftOut.Select(l => (l.Assembly, l.NamedBy)).Order(),
            named.Where(n => !there.Contains(n.Missing)).Distinct().Order());
    }

    [Fact]
    public async Task WhatIsLeftOutIsNamedInOnePlace_WhichTheProductDoesNotUse()
    {
        var output = await PublishedOutput.GetAsync();
        string[] ours =
        [
            typeof(OpportunitiesContext).Assembly.Location, typeof(PortalHost).Assembly.Location, typeof(DatabaseCommand).Assembly.Location,
        ];
        var ourNames = ours.SelectMany(path =>
        {
            using var assembly = new AssemblyFile(path);
            return assembly.TypesOfOthers;
        }).ToHashSet();

        Assert.All(LeftOut, left =>
        {
            foreach (var path in output.Assemblies)
            {
                using var assembly = new AssemblyFile(path);
                Assert.Equal(
                    assembly.References.Contains(left.Assembly) ? left.Members.Select(m => (left.Type, m)) : [],
                    assembly.PlacesThatName(left.Assembly));
            }

            Assert.DoesNotContain(left.Type, ourNames);
        });
    }

    private static IEnumerable<string> SharedFramework(Type member) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(member.Assembly.Location)!, "*.dll")
            .Select(f => Path.GetFileNameWithoutExtension(f)!);

    private sealed record Absent(string Assembly, string NamedBy, string Type, string[] Members, string Why);
}
