using System.Text.Json.Nodes;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Playground;

/// <summary>Who and what the Playground shows. Ids stay the same from start to start, so that conversations go on.</summary>
internal static class PlaygroundConfiguration
{
    public const string TenantId = "00000000-0000-0000-0000-000000000001";

    /// <summary>The tool refuses a configuration with fewer people beside the one who speaks.</summary>
    private const int OthersNeeded = 5;

    /// <summary>The configuration file's text; JSON is YAML too.</summary>
    public static string Write(IReadOnlyList<PlaygroundPerson> people, string? speaker)
    {
        var strangers = Enumerable.Range(1, OthersNeeded + 1).Select(number => new PlaygroundPerson(
            $"Stranger {number}", $"stranger{number}@example.com", $"00000000-0000-0000-0000-0000000009{number:00}"));
        var everyone = people.Concat(strangers).DistinctBy(person => person.ObjectId).ToList();
        var current = everyone.Find(person => person.Mail.Equals(speaker, StringComparison.OrdinalIgnoreCase)) ?? everyone[0];
        var others = everyone.Where(person => person != current).Take(Math.Max(people.Count, OthersNeeded));

        return new JsonObject
        {
            ["version"] = "0.1.1",
            ["tenantId"] = TenantId,
            ["bot"] = new JsonObject { ["id"] = "28:playground", ["name"] = Texts.ProductName },
            ["currentUser"] = User(current),
            ["users"] = new JsonArray([.. others.Select(User)]),
            ["personalChat"] = new JsonObject { ["id"] = "a:" + current.ObjectId },
            ["groupChat"] = new JsonObject { ["id"] = "19:group@thread.v2", ["name"] = "Sales talk" },
            ["team"] = new JsonObject
            {
                ["id"] = "19:team@thread.tacv2",
                ["name"] = "Sales",
                ["aadGroupId"] = "00000000-0000-0000-0000-000000000031",
                ["channels"] = new JsonArray(new JsonObject { ["id"] = "19:deals@thread.tacv2", ["name"] = "Deals" }),
            },
        }.ToJsonString();
    }

    private static JsonObject User(PlaygroundPerson person)
    {
        var names = person.Name.Split(' ', 2);
        return new JsonObject
        {
            ["id"] = "29:" + person.ObjectId,
            ["name"] = person.Name,
            // The tool's own spelling.
            ["userPrincipleName"] = person.Mail,
            ["aadObjectId"] = person.ObjectId,
            ["givenName"] = names[0],
            ["surname"] = names.Length > 1 ? names[1] : "",
            ["email"] = person.Mail,
        };
    }
}
