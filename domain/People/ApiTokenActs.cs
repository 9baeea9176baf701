using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>Making, reading and revoking the tokens of the API; admins only.</summary>
public sealed class ApiTokenActs(OpportunitiesContext db)
{
    /// <summary>How exactly <see cref="ApiToken.LastUsedAt"/> is kept: a write for each call would cost more than it tells.</summary>
    private static readonly TimeSpan UseIsExactTo = TimeSpan.FromHours(1);

    /// <summary>All tokens, the newest first; revoked ones too.</summary>
    public async Task<Result<IReadOnlyList<ApiTokenRow>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.MaySetUp(caller))
        {
            return Refusals.Forbidden;
        }

        // Who made and revoked a token stands in the log only.
        var acts = await db.AuditEntries.AsNoTracking().Where(a => a.Subject == AuditSubjects.ApiToken)
            .Select(a => new { a.SubjectKey, a.Sentence, a.ByName }).ToListAsync(cancellationToken);
        var by = acts.ToLookup(a => (a.SubjectKey, a.Sentence), a => a.ByName);
        string? Who(ApiToken token, string sentence) => by[(KeyOf(token), sentence)].FirstOrDefault();
        var tokens = await db.ApiTokens.AsNoTracking().Include(t => t.Salesperson).OrderByDescending(t => t.Id)
            .ToListAsync(cancellationToken);
        return tokens.ConvertAll(t => new ApiTokenRow(t, Who(t, AuditSentences.Created), Who(t, AuditSentences.Revoked)));
    }

    /// <summary>Makes a token; the answer is the only place that ever has its secret.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="role">The most its calls may do.</param>
    /// <param name="salespersonCode">Whose calls they are; blank when they are nobody's.</param>
    /// <param name="caller">Who makes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="onlyReads">Whether its calls change nothing, whatever its role.</param>
    public Task<Result<NewApiToken>> CreateAsync(
        string? name, Role role, string? salespersonCode, Caller caller, CancellationToken cancellationToken, bool onlyReads = false) =>
        db.InTransactionAsync<Result<NewApiToken>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var code = Checks.NormalCode(salespersonCode);
                var person = await db.Salespeople.SingleOrDefaultAsync(p => p.Code == code, token);
                if (code.Length > 0 && person is null)
                {
                    return Refusals.SalespersonUnknown;
                }

                var secret = "cop_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
                switch (ApiToken.Create(name, HashOf(secret), role, person, caller.Now, onlyReads))
                {
                    case Result<ApiToken>.Refused refused:
                        return refused.Refusals.ToList();
                    case Result<ApiToken>.Done(var made):
                        db.ApiTokens.Add(made);
                        await db.SaveChangesAsync(token); // gives the key that the log names
                        db.AuditEntries.Add(LineOf(made, caller, AuditSentences.Created));
                        await db.SaveChangesAsync(token);
                        return new NewApiToken(made, secret);
                    default:
                        throw new System.Diagnostics.UnreachableException();
                }
            },
            cancellationToken);

    /// <summary>From now on the token opens nothing; revoking it again changes nothing.</summary>
    public Task<Result<ApiToken>> RevokeAsync(long id, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<ApiToken>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                var found = await db.ApiTokens.Include(t => t.Salesperson).SingleOrDefaultAsync(t => t.Id == id, token);
                if (found is null)
                {
                    return Refusals.NotFound;
                }

                if (found.RevokedAt is null)
                {
                    found.Revoke(caller.Now);
                    var line = LineOf(found, caller, AuditSentences.Revoked);
                    return await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal ? refusal : found;
                }

                return found;
            },
            cancellationToken);

    /// <summary>
    /// The token with this secret, when it opens something: not revoked, and its person not blocked. Notes that it was used.
    /// </summary>
    public async Task<ApiToken?> RecognizeAsync(string secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = HashOf(secret);
        var found = await db.ApiTokens.AsNoTracking().Include(t => t.Salesperson)
            .SingleOrDefaultAsync(t => t.Hash == hash && t.RevokedAt == null, cancellationToken);
        if (found is null or { Salesperson.Blocked: true })
        {
            return null;
        }

        if (found.LastUsedAt is null || now - found.LastUsedAt > UseIsExactTo)
        {
            await db.ApiTokens.Where(t => t.Id == found.Id)
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), cancellationToken);
        }

        return found;
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static AuditEntry LineOf(ApiToken token, Caller caller, string sentence) =>
        AuditEntry.Of(caller, AuditSubjects.ApiToken, KeyOf(token), sentence, token.Name);

    private static string KeyOf(ApiToken token) => token.Id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A token in the list of all.</summary>
/// <param name="Token">With its person.</param>
/// <param name="MadeBy">Name of who made it, at that time; null when the log does not tell.</param>
/// <param name="RevokedBy">Name of who revoked it; null while it is in use.</param>
public sealed record ApiTokenRow(ApiToken Token, string? MadeBy, string? RevokedBy);

/// <summary>A token that was just made.</summary>
/// <param name="Token">What is kept of it.</param>
/// <param name="Secret">What its program sends; known to nobody but the reader of this answer.</param>
public sealed record NewApiToken(ApiToken Token, string Secret);
