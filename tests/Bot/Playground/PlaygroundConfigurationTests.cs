using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Playground;

namespace ChatOpportunities.Tests.Bot.Playground;

public sealed class PlaygroundConfigurationTests
{
    private static readonly PlaygroundPerson Ada = new("Ada Lovelace", "ada@example.com", "a1");
    private static readonly PlaygroundPerson Ben = new("Ben", "ben@example.com", "b2");

    [Theory]
    [InlineData(null, "29:a1")]
    [InlineData("BEN@example.com", "29:b2")]
    [InlineData("nobody@example.com", "29:a1")]
    public void TheSpeakerIsChosenByMail_ElseTheFirst(string? mail, string id) =>
        Assert.Equal(id, (string?)Written([Ada, Ben], mail)["currentUser"]!["id"]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void ThereAreAlwaysEnoughPeople_AndEveryoneGivenIsThere(int count)
    {
        var people = Enumerable.Range(1, count).Select(i => new PlaygroundPerson($"Person {i}", $"p{i}@example.com", $"id-{i}")).ToList();

        var configuration = Written(people, null);

        var ids = configuration["users"]!.AsArray().Append(configuration["currentUser"]).Select(user => (string)user!["id"]!).ToList();
        Assert.True(ids.Count >= 6);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Subset(ids.ToHashSet(), people.Select(person => "29:" + person.ObjectId).ToHashSet());
    }

    private static JsonNode Written(IReadOnlyList<PlaygroundPerson> people, string? speaker) =>
        JsonNode.Parse(PlaygroundConfiguration.Write(people, speaker))!;
}
