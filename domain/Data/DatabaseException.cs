namespace ChatOpportunities.Domain.Data;

/// <summary>The database cannot be used as it is; the message says in a sentence why, and what to do.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>For serializers and analyzers; say why instead.</summary>
    public DatabaseException()
    {
    }

    /// <summary>With the sentence.</summary>
    public DatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and what the database said.</summary>
    public DatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
