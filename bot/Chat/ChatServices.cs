using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.People;
using ChatOpportunities.Bot.Pipeline;
using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Bot.Tasks;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Bot.Builder;
using Microsoft.Data.SqlClient;
using Npgsql;
using Quartz;

namespace ChatOpportunities.Bot.Chat;

/// <summary>Puts the conversation together.</summary>
internal static class ChatServices
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddScoped<IBot, ChatBot>();
        services.AddScoped<IMiddleware, AcquaintanceMiddleware>();
        services.AddScoped<Callers>();
        services.AddScoped<PersonalChats>();
        services.AddScoped<TextCommands>();
        services.AddScoped<CardActions>();
        services.AddScoped<CaptureActions>();
        services.AddScoped<OpportunityActions>();
        services.AddScoped<FormActions>();
        services.AddScoped<HandOverActions>();
        services.AddScoped<PipelineActions>();
        services.AddScoped<ReviewActions>();
        services.AddScoped<ListActions>();
        services.AddScoped<TaskActions>();
        services.AddScoped<SettingsActions>();
        services.AddScoped<ReminderActions>();
        services.AddInvokes();
        services.AddScoped<ReminderReasons>();
        services.AddScoped<WinTeller>();
        services.AddScoped<WinsActions>();
        services.AddScoped<GroupTurns>();
        services.AddScoped<IReminderSender, ReminderSender>();
        return services;
    }

    /// <summary>Which feature answers which invoke; what is not here is answered in <see cref="Invokes"/>.</summary>
    private static void AddInvokes(this IServiceCollection services)
    {
        services.AddScoped<Invokes>();
        services.AddKeyedScoped<IInvokeHandler, ExtensionQuery>(InvokeNames.ExtensionQuery);
        services.AddKeyedScoped<IInvokeHandler, ExtensionSelection>(InvokeNames.ExtensionSelectItem);
        services.AddKeyedScoped<IInvokeHandler, LinkUnfurling>(InvokeNames.ExtensionQueryLink);
        services.AddKeyedScoped<IInvokeHandler, TypeAhead>(InvokeNames.Search);
        foreach (var name in new[] { InvokeNames.TaskFetch, InvokeNames.TaskSubmit, InvokeNames.ExtensionFetchTask, InvokeNames.ExtensionSubmitAction })
        {
            services.AddKeyedScoped<IInvokeHandler, Dialogs>(name);
        }
    }

    /// <summary>
    /// The tick that sends what is due (setting <c>Reminders:TickSeconds</c>). On a database server all hosts share one schedule
    /// in it, so that each tick is one host's.
    /// </summary>
    public static IServiceCollection AddReminderTicks(this IServiceCollection services, IConfiguration configuration, DatabaseOptions database)
    {
        // Read here because Quartz wants its triggers early; a wrong value is refused when the options are validated, before it ticks.
        var seconds = Math.Max(1, configuration.GetValue($"{RemindersOptions.Section}:{nameof(RemindersOptions.TickSeconds)}", new RemindersOptions().TickSeconds));
        services.AddQuartz(quartz =>
        {
            if (database.Provider != DatabaseProvider.Sqlite)
            {
                quartz.UsePersistentStore(store =>
                {
                    _ = database.Provider == DatabaseProvider.PostgreSql
                        ? store.UsePostgres(NpgsqlFactory.Instance, database.ConnectionString)
                        : store.UseSqlServer(SqlClientFactory.Instance, database.ConnectionString);
                    // A host that died is noticed within some ten seconds; one that is only slow and counted as dead by mistake does no harm,
                    // because reminders are claimed.
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = TimeSpan.FromSeconds(4);
                        cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(6);
                    });
                });
            }

            quartz.AddJob<ReminderJob>(job => job.WithIdentity(nameof(ReminderJob)));
            quartz.AddTrigger(trigger => trigger.ForJob(nameof(ReminderJob)).WithIdentity(nameof(ReminderJob)).StartNow()
                .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromSeconds(seconds)).RepeatForever()));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }
}
