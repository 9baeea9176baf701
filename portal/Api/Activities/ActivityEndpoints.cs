using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Activities;

/// <summary>Activities, each with its steps.</summary>
internal static class ActivityEndpoints
{
    private const string Name = "activities";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/" + Name).Tagged("Activities", "What a stage gives to do, as steps that become tasks.")
            .Place("code", "Code of the activity; upper and lower case are alike.", "INIT");
        group.MapGet("", ListAsync).ReturnsPage(ActivityResource.Example)
            .Named("listActivities", "Activities with their steps", "In order of their codes.");
        group.MapPost("", CreateAsync).Takes(ActivityBody.Example).ReturnsItem(ActivityResource.Example, StatusCodes.Status201Created)
            .Refuses(
                Refusals.CodeExists, Refusals.BadCode, Refusals.Required, Refusals.TooLong, Refusals.BadDateFormula, Refusals.TooManySteps)
            .Named("createActivity", "Makes an activity", "With its steps; admins only.");
        group.MapGet("/{code}", FindAsync).ReturnsItem(ActivityResource.Example)
            .Named("getActivity", "One activity with its steps", "By its code.");
        group.MapPut("/{code}", SaveAsync).Takes(ActivityBody.Example)
            .ReturnsItem(ActivityResource.Example).ReturnsItem(ActivityResource.Example, StatusCodes.Status201Created)
            .Refuses(
                Refusals.CodeFixed, Refusals.BadCode, Refusals.Required, Refusals.TooLong, Refusals.BadDateFormula, Refusals.TooManySteps)
            .Named(
                "saveActivity", "Makes an activity or replaces it, its steps as a whole",
                "Tasks made before stay as they are; admins only.");
        group.MapDelete("/{code}", DeleteAsync).Produces(StatusCodes.Status204NoContent).Refuses(Refusals.ActivityInUse)
            .Named("deleteActivity", "Deletes an activity that no stage names", "Admins only.");
    }

    private static async Task<ApiAnswer> ListAsync(Query<PageQuery> page, ActivityActs activities, CancellationToken cancellationToken) =>
        Setup.List(page.Value, await activities.WithStepsAsync(cancellationToken), a => a.Code, ActivityResource.Of);

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<ActivityBody> body, ActivityActs activities, CancellationToken cancellationToken) =>
        call.Answer(
            await activities.SaveAsync(body.Value.Code, body.Value.ToForm(), isNew: true, version: null, call.Caller, cancellationToken),
            Saved);

    private static async Task<ApiAnswer> FindAsync(
        string code, ApiCall call, ActivityActs activities, CancellationToken cancellationToken) =>
        await activities.FindAsync(code, cancellationToken) is { } activity
            ? ApiAnswer.Ok(ActivityResource.Of(activity), activity.Version)
            : call.NotFound();

    private static async Task<ApiAnswer> SaveAsync(
        string code, ApiCall call, JsonBody<ActivityBody> body, ActivityActs activities, CancellationToken cancellationToken) =>
        AccessPolicy.MaySetUp(call.Caller) && Setup.Renamed(body.Value.Code, code) is { } renamed
            ? call.Refused([renamed])
            : await Setup.ReplaceAsync(
                call, () => activities.SaveAsync(code, body.Value.ToForm(), isNew: null, call.Version, call.Caller, cancellationToken),
                Saved);

    private static async Task<ApiAnswer> DeleteAsync(
        string code, ApiCall call, ActivityActs activities, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => activities.DeleteAsync(code, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static ApiAnswer Saved(Activity activity) => activity.Version == 1
        ? ApiAnswer.Created(Setup.Address(Name, activity.Code), ActivityResource.Of(activity), activity.Version)
        : ApiAnswer.Ok(ActivityResource.Of(activity), activity.Version);
}
