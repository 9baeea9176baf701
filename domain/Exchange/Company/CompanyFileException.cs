namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>An archive cannot be taken in; the message says why and where, and nothing was changed.</summary>
public sealed class CompanyFileException : Exception
{
    /// <summary>For serializers and analyzers; say why instead.</summary>
    public CompanyFileException()
    {
    }

    /// <summary>With the sentence.</summary>
    public CompanyFileException(string message)
        : base(message)
    {
    }

    /// <summary>With what was behind it.</summary>
    public CompanyFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
