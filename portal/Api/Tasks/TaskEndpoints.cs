using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Api.Opportunities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Tasks;

/// <summary>Acts on single tasks.</summary>
internal static class TaskEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/tasks").Tagged("Tasks", "What is to be done for an opportunity; stages make tasks by their activities.")
            .Place("id", "Id of the task.", 1);
        group.MapPost("/{id:long}/complete", CompleteAsync).ReturnsItem(TaskActResource.Example).Refuses(Refusals.TaskClosed)
            .Named("completeTask", "Done", "A recurring task gives the next one.");
        group.MapPost("/{id:long}/cancel", CancelAsync).ReturnsItem(TaskActResource.Example).Refuses(Refusals.TaskClosed)
            .Named("cancelTask", "Not to be done", "A recurring task gives the next one.");
        group.MapPost("/{id:long}/reopen", ReopenAsync).ReturnsItem(TaskActResource.Example).Refuses(Refusals.TaskOpen)
            .Named("reopenTask", "Opens a closed one again", "Completed or cancelled alike.");
    }

    private static async Task<ApiAnswer> CompleteAsync(long id, ApiCall call, TaskActs tasks, CancellationToken cancellationToken) =>
        Closed(call, await tasks.CompleteAsync(id, call.Version, call.Caller, cancellationToken));

    private static async Task<ApiAnswer> CancelAsync(long id, ApiCall call, TaskActs tasks, CancellationToken cancellationToken) =>
        Closed(call, await tasks.CancelAsync(id, call.Version, call.Caller, cancellationToken));

    private static async Task<ApiAnswer> ReopenAsync(long id, ApiCall call, TaskActs tasks, CancellationToken cancellationToken) =>
        call.Answer(await tasks.ReopenAsync(id, call.Version, call.Caller, cancellationToken), task => Acted(task, null));

    private static ApiAnswer Closed(ApiCall call, Result<TaskClosing> result) =>
        call.Answer(result, closing => Acted(closing.Task, closing.Next));

    private static ApiAnswer Acted(SalesTask task, SalesTask? next) =>
        ApiAnswer.Ok(new TaskActResource(TaskResource.Of(task), next is null ? null : TaskResource.Of(next)), task.Version);
}
