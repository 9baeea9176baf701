using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using ChatOpportunities.Domain.Reminders;

namespace ChatOpportunities.Bot.Reminders;

/// <summary>The buttons and words of reminders and briefs, and how they are sent.</summary>
internal static class ReminderFeature
{
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        services.AddScoped<ReminderRows>();
        services.AddScoped<IPressDecorator, BriefDecorator>();
        services.AddScoped<IReminderSender, ReminderSender>();
        services.AddPress<ShowBriefCommand, ReminderHandler>(RefreshVerbs.Brief, ShowBriefCommand.Of);
        services.AddPress<ShowRowCommand, ReminderHandler>("reminder.row", ShowRowCommand.Of);
        services.AddPress<AnswerWithNextStepCommand, ReminderHandler>(AnswerWithNextStepCommand.VerbName, AnswerWithNextStepCommand.Of);
        services.AddPress<AnswerWithTaskCommand, ReminderHandler>("reminder.taskdone", AnswerWithTaskCommand.Of);
        services.AddPress<NotMineCommand, ReminderHandler>("reminder.notmine", NotMineCommand.Of);
        services.AddPress<SnoozeCommand, ReminderHandler>("reminder.later", SnoozeCommand.Open);
        services.AddPress<SnoozeCommand, ReminderHandler>("reminder.snooze", SnoozeCommand.Of);
        services.AddWord<ReminderHandler>(CommandName.Brief);
        services.AddWord<RemindMeHandler>(CommandName.Remind);
        return services;
    }
}
