using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Domain.People;

/// <summary>The way into an empty product: the people whose mails the setting <c>Setup:Admins</c> names are admins.</summary>
public sealed class FirstAdmins(OpportunitiesContext db, IOptions<CompanyOptions> company, TimeProvider clock)
{
    /// <summary>Makes those who are not there yet. Somebody who is keeps the role an admin gave them since.</summary>
    public Task<int> EnsureAsync(IReadOnlyList<string> mails, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            var made = 0;
            foreach (var mail in mails.Select(m => m.ToLowerInvariant()).Distinct())
            {
                if (await db.Salespeople.AnyAsync(p => p.Email == mail, token))
                {
                    continue;
                }

                var details = new PersonDetails(
                    mail.Split('@')[0], mail, null, Role.Admin, null, company.Value.DefaultLanguage, company.Value.DefaultTimeZone, false);
                if (Salesperson.Create(await FreeCodeAsync(mail, token), details) is not Result<Salesperson>.Done(var admin))
                {
                    throw new InvalidOperationException("Setup:Admins holds something that is not a mail address.");
                }

                db.Salespeople.Add(admin);
                await db.SaveChangesAsync(token);
                db.AuditEntries.Add(AuditEntry.Of(
                    Caller.For(admin, ActSource.System, clock.GetUtcNow()), AuditSubjects.Salesperson, admin.Code, AuditSentences.Created,
                    admin.Name));
                await db.SaveChangesAsync(token);
                made++;
            }

            return made;
        },
        cancellationToken);

    private async Task<string> FreeCodeAsync(string mail, CancellationToken cancellationToken)
    {
        var start = new string(
            [.. mail.Split('@')[0].ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(Salesperson.MaxCodeLength - 3)]);
        start = start.Length == 0 ? "ADMIN" : start;
        for (var i = 0; ; i++)
        {
            var code = i == 0 ? start : start + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!await db.Salespeople.AnyAsync(p => p.Code == code, cancellationToken))
            {
                return code;
            }
        }
    }
}
