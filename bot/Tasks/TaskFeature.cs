using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Tasks;

/// <summary>The buttons and words of tasks.</summary>
internal static class TaskFeature
{
    public static IServiceCollection AddTasks(this IServiceCollection services)
    {
        services.AddPress<ListTasksCommand, TaskListHandler>("list.tasks", ListTasksCommand.Of);
        services.AddPress<CompleteTaskCommand, TaskListHandler>("task.complete", CompleteTaskCommand.Of);
        services.AddPress<PostponeTaskCommand, TaskListHandler>("task.later", PostponeTaskCommand.Open);
        services.AddPress<PostponeTaskCommand, TaskListHandler>("task.postpone", PostponeTaskCommand.Of);
        services.AddWord<TaskListHandler>(CommandName.Tasks);

        services.AddPress<ShowTasksCommand, OpportunityTasksHandler>("opportunity.tasks", ShowTasksCommand.Of);
        services.AddPress<FinishTaskCommand, OpportunityTasksHandler>("task.done", FinishTaskCommand.Of);
        services.AddPress<OpenAddTaskCommand, OpportunityTasksHandler>("task.adding", OpenAddTaskCommand.Of);
        services.AddPress<AddTaskCommand, OpportunityTasksHandler>(AddTaskCommand.VerbName, AddTaskCommand.Of);
        return services;
    }
}
