namespace ChatOpportunities.Domain.People;

/// <summary>What a person may do; <see cref="AccessPolicy"/> says what that is.</summary>
public enum Role
{
    Salesperson = 0,
    Manager = 1,
    Admin = 2,
}
