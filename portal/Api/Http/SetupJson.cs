using System.Text.Json.Serialization;
using ChatOpportunities.Portal.Api.Activities;
using ChatOpportunities.Portal.Api.Audit;
using ChatOpportunities.Portal.Api.CloseReasons;
using ChatOpportunities.Portal.Api.Contacts;
using ChatOpportunities.Portal.Api.Imports;
using ChatOpportunities.Portal.Api.People;
using ChatOpportunities.Portal.Api.SalesCycles;
using ChatOpportunities.Portal.Api.Webhooks;

namespace ChatOpportunities.Portal.Api.Http;

/// <summary>What cycles, reasons, activities, people, contacts and the log are read and written as.</summary>
[JsonSerializable(typeof(Page<SalesCycleResource>))]
[JsonSerializable(typeof(SalesCycleBody))]
[JsonSerializable(typeof(Page<StageResource>))]
[JsonSerializable(typeof(StageBody))]
[JsonSerializable(typeof(Page<CloseReasonResource>))]
[JsonSerializable(typeof(CloseReasonBody))]
[JsonSerializable(typeof(CloseReasonQuery))]
[JsonSerializable(typeof(Page<ActivityResource>))]
[JsonSerializable(typeof(ActivityBody))]
[JsonSerializable(typeof(Page<SalespersonResource>))]
[JsonSerializable(typeof(SalespersonBody))]
[JsonSerializable(typeof(Page<TeamResource>))]
[JsonSerializable(typeof(TeamBody))]
[JsonSerializable(typeof(Page<WaitingResource>))]
[JsonSerializable(typeof(Page<ContactResource>))]
[JsonSerializable(typeof(ContactBody))]
[JsonSerializable(typeof(ContactQuery))]
[JsonSerializable(typeof(Page<AuditResource>))]
[JsonSerializable(typeof(AuditQuery))]
[JsonSerializable(typeof(ImportResource))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(ImportForm))]
[JsonSerializable(typeof(ImportRowsQuery))]
[JsonSerializable(typeof(Page<ImportRowResource>))]
[JsonSerializable(typeof(Page<WebhookResource>))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhookSecretResource))]
[JsonSerializable(typeof(Page<WebhookDeliveryResource>))]
internal sealed partial class SetupJson : JsonSerializerContext;
