using ChatOpportunities.Bot.Capture;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Lists;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Pipeline;
using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Bot.Review;
using ChatOpportunities.Bot.Settings;
using ChatOpportunities.Bot.Share;
using ChatOpportunities.Bot.Tasks;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Bot.Wins;
using ChatOpportunities.Domain.Reminders;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Conversation;

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
}
