using System.Text.Json.Serialization;

namespace ChatOpportunities.Portal.Api;

/// <summary>What cycles, reasons, activities, people, contacts and the log are read and written as.</summary>
[JsonSerializable(typeof(Page<SalesCycleResource>))]
[JsonSerializable(typeof(SalesCycleRequest))]
[JsonSerializable(typeof(Page<StageResource>))]
[JsonSerializable(typeof(StageRequest))]
[JsonSerializable(typeof(Page<CloseReasonResource>))]
[JsonSerializable(typeof(CloseReasonRequest))]
[JsonSerializable(typeof(Page<ActivityResource>))]
[JsonSerializable(typeof(ActivityRequest))]
[JsonSerializable(typeof(Page<SalespersonResource>))]
[JsonSerializable(typeof(SalespersonRequest))]
[JsonSerializable(typeof(Page<TeamResource>))]
[JsonSerializable(typeof(TeamRequest))]
[JsonSerializable(typeof(Page<WaitingResource>))]
[JsonSerializable(typeof(Page<ContactResource>))]
[JsonSerializable(typeof(ContactRequest))]
[JsonSerializable(typeof(Page<AuditResource>))]
internal sealed partial class SetupJson : JsonSerializerContext;
