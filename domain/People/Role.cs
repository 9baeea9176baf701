namespace ChatOpportunities.Domain.People;

/// <summary>salesperson: what is theirs. manager: their teams too, and reading the set-up. admin: everything.</summary>
/// <remarks><see cref="AccessPolicy"/> says what each may do.</remarks>
public enum Role
{
    /// <summary>Sells: acts on what is theirs.</summary>
    Salesperson = 0,

    /// <summary>Leads teams: acts for their people, reopens, reads the setup.</summary>
    Manager = 1,

    /// <summary>Sees and does everything, and sets the product up.</summary>
    Admin = 2,
}
