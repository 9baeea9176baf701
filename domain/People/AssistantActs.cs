using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;

namespace ChatOpportunities.Domain.People;

/// <summary>What assistants may do in this company, whatever their token; off until an admin says otherwise.</summary>
public enum AssistantAccess
{
    /// <summary>Nothing: the door is shut.</summary>
    Off = 0,

    /// <summary>Read what their token may see.</summary>
    Read = 1,

    /// <summary>Read, and do what their token may do.</summary>
    Act = 2,
}

/// <summary>Whether assistants are let in at all: one setting of the company, which admins change.</summary>
public sealed class AssistantActs(OpportunitiesContext db)
{
    /// <summary>Under this key it stands in the audit log.</summary>
    public const string AuditKey = "ASSISTANTS";

    private static readonly Stored<AssistantSetting> Saved =
        new("assistants", AssistantSettingJson.Default.AssistantSetting, lifetime: null);

    /// <summary>What holds now; asked by the door itself, before it is known who calls.</summary>
    public async Task<AssistantAccess> FindAsync(CancellationToken cancellationToken) =>
        (await Saved.FindAsync(db, default, cancellationToken))?.Access ?? AssistantAccess.Off;

    /// <summary>Changes it; admins only. The same again changes nothing and leaves no line in the log.</summary>
    /// <param name="access">What assistants may do from now on; refused where there is no such choice.</param>
    /// <param name="caller">Who changes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Result<AssistantAccess>> ChangeAsync(AssistantAccess access, Caller caller, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result<AssistantAccess>>(
            async token =>
            {
                if (!AccessPolicy.MaySetUp(caller))
                {
                    return Refusals.Forbidden;
                }

                if (!Enum.IsDefined(access))
                {
                    return Refusals.UnknownValue.For("access");
                }

                if (await FindAsync(token) == access)
                {
                    return access;
                }

                await Saved.PutAsync(db, default, new AssistantSetting(access), token);
                var line = AuditEntry.Of(caller, AuditSubjects.Company, AuditKey, access switch
                {
                    AssistantAccess.Off => AuditSentences.AssistantsOff,
                    AssistantAccess.Read => AuditSentences.AssistantsRead,
                    _ => AuditSentences.AssistantsAct,
                });
                return await db.SaveActAsync(line, caller, inTheWay: null, token) is { } refusal ? refusal : access;
            },
            cancellationToken);
}

/// <summary>The setting as it is kept.</summary>
/// <param name="Access">What assistants may do.</param>
internal sealed record AssistantSetting(AssistantAccess Access);

[JsonSerializable(typeof(AssistantSetting))]
internal sealed partial class AssistantSettingJson : JsonSerializerContext;
