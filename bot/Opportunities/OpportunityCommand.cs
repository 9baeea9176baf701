using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Domain;

namespace ChatOpportunities.Bot.Opportunities;

/// <summary>What somebody wants done to one opportunity: made alike by a typed line, a button and a form.</summary>
/// <param name="No">Its number, as it came from outside.</param>
/// <param name="Version">The version the person was looking at; one act of a kind is done once per version.</param>
internal abstract record OpportunityCommand(string No, long? Version)
{
    /// <summary>The verb of its button.</summary>
    public abstract string Verb { get; }

    /// <summary>The press it was read from, with what was typed beside it; null when it was said in words.</summary>
    public Press? Press { get; init; }

    /// <summary>Tells commands of a verb on the same version apart: the way of a move, an outcome, a task.</summary>
    protected virtual string? Detail => null;

    /// <summary>Names the act: twice the same is done once. It may come from outside and be of any length.</summary>
    public string OnceKey => string.Create(CultureInfo.InvariantCulture, $"{Verb}/{Checks.NormalCode(No)}/{Version}/{Detail}");

    /// <summary>What a button carries that asks for the same once more, though the opportunity has changed.</summary>
    public JsonObject Again(long version)
    {
        var data = Press?.Again() ?? JsonObject.Create(JsonSerializer.SerializeToElement(Data, ButtonJson.Default.ButtonData))!;
        data["version"] = version;
        return data;
    }

    /// <summary>The command as its own button would carry it.</summary>
    protected virtual ButtonData Data => new(No, Version);
}
