using System.Globalization;
using System.Threading.RateLimiting;
using ChatOpportunities.Portal.Api.Activities;
using ChatOpportunities.Portal.Api.Assistants;
using ChatOpportunities.Portal.Api.Audit;
using ChatOpportunities.Portal.Api.CloseReasons;
using ChatOpportunities.Portal.Api.Contacts;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Api.Imports;
using ChatOpportunities.Portal.Api.Opportunities;
using ChatOpportunities.Portal.Api.People;
using ChatOpportunities.Portal.Api.Pipeline;
using ChatOpportunities.Portal.Api.SalesCycles;
using ChatOpportunities.Portal.Api.Tasks;
using ChatOpportunities.Portal.Api.Webhooks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Api;

/// <summary>Puts the API into the portal: who gets in, how often, and which endpoints there are.</summary>
internal static class ApiHost
{
    public const string Root = "/api/v1";

    private const string Policy = "api";

    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section), o => o.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.Name, null);
        services.Configure<AuthorizationOptions>(options => options.AddPolicy(
            Policy, policy => policy.AddAuthenticationSchemes(BearerAuthentication.Name).RequireAuthenticatedUser()));
        services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions)); // for the description
        services.AddOpenApi(options => ApiDocument.Describe(options)); // only with a lambda does the compiler put the comments in
        services.AddSingleton<ApiDescriptionFile>();
        services.AddAssistants();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
                rejected.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(Policy, context => BearerAuthentication.TokenOf(context) is { } token
                ? RateLimitPartition.GetFixedWindowLimiter(token, _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.RequestsPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                    QueueLimit = 0,
                })
                : RateLimitPartition.GetNoLimiter(""));
        });
        return services;
    }

    /// <summary>Before routing: whatever goes wrong behind it is told as problem details.</summary>
    public static void UseApiErrors(this WebApplication app)
    {
        // The bot's door lies below it, where the same host is the bot: it answers a bot's way, and nobody else reads its answers.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(AssistantHost.Path, StringComparison.OrdinalIgnoreCase)
                || (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                    && !context.Request.Path.StartsWithSegments("/api/messages", StringComparison.OrdinalIgnoreCase)),
            api => api.UseMiddleware<ApiErrors>());
        app.UseAssistantDoor();
    }

    /// <summary>After authorization.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseRateLimiter();
        app.MapGet("/openapi/v1.json", static async (ApiDescriptionFile file, CancellationToken cancellationToken) =>
            Results.Bytes(await file.ReadAsync(cancellationToken), "application/json; charset=utf-8")).AllowAnonymous()
                .ExcludeFromDescription();
        app.MapApiPages();
        app.MapAssistants(Policy);
        var api = app.MapGroup(Root).RequireAuthorization(Policy).RequireRateLimiting(Policy).DisableAntiforgery()
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ApiProblem), ["application/problem+json"]))
            .AddEndpointFilter(BearerAuthentication.RefuseActsOfReadersAsync)
            .AddEndpointFilterFactory(static (factory, next) =>
            {
                var make = ActivatorUtilities.CreateFactory<Idempotency>([]);
                return invocation => make(invocation.HttpContext.RequestServices, null).InvokeAsync(invocation, next);
            });
        OpportunityEndpoints.Map(api);
        TaskEndpoints.Map(api);
        FigureEndpoints.Map(api);
        SalesCycleEndpoints.Map(api);
        CloseReasonEndpoints.Map(api);
        ActivityEndpoints.Map(api);
        SalespersonEndpoints.Map(api);
        TeamEndpoints.Map(api);
        ContactEndpoints.Map(api);
        AuditEndpoints.Map(api);
        ImportEndpoints.Map(api);
        WebhookEndpoints.Map(api);
    }
}
