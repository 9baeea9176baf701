namespace ChatOpportunities.Bot.Hosting;

/// <summary>What this process does (setting <c>Host:Roles</c>, a list or one comma-separated value; none means all).</summary>
internal sealed record HostRoles(bool Bot, bool Portal, bool Reminders)
{
    private static readonly string[] Known = ["bot", "portal", "reminders"];

    /// <exception cref="InvalidOperationException">A role is not known.</exception>
    public static HostRoles From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Host:Roles");
        var roles = section.GetChildren().Select(role => role.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(role => role.ToLowerInvariant()).ToHashSet();
        if (roles.FirstOrDefault(role => !Known.Contains(role)) is { } unknown)
        {
            throw new InvalidOperationException($"Host:Roles names '{unknown}'; it takes any of {string.Join(", ", Known)}.");
        }

        bool Has(string role) => roles.Count == 0 || roles.Contains(role);
        return new HostRoles(Has("bot"), Has("portal"), Has("reminders"));
    }
}
