namespace ChatOpportunities.Domain.People;

/// <summary>What a person may do; <see cref="AccessPolicy"/> says what that is.</summary>
public enum Role
{
    /// <summary>Sells: acts on what is theirs.</summary>
    Salesperson = 0,

    /// <summary>Leads teams: acts for their people, reopens, reads the setup.</summary>
    Manager = 1,

    /// <summary>Sees and does everything, and sets the product up.</summary>
    Admin = 2,
}
