namespace ChatOpportunities.Domain.Data;

/// <summary>
/// What has an identity and a version; the version is bumped on every save and guards against lost updates (docs/adr/0005).
/// </summary>
public abstract class Entity
{
    /// <summary>Key given by the database; never shown to people.</summary>
    public long Id { get; private set; }

    /// <summary>1 on the first save, one more on each later one. A card or form carries the version it showed.</summary>
    public long Version { get; internal set; }

    /// <summary>The same with the same values.</summary>
    private protected Entity Clone() => (Entity)MemberwiseClone();
}
