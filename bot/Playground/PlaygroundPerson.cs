namespace ChatOpportunities.Bot.Playground;

/// <summary>Someone the Playground can speak as, or beside.</summary>
/// <param name="ObjectId">Directory id; the chat's own id of the person is made from it and stays the same.</param>
internal sealed record PlaygroundPerson(string Name, string Mail, string ObjectId);
