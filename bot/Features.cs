using ChatOpportunities.Bot.Capture;
using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.HandOver;
using ChatOpportunities.Bot.Lists;
using ChatOpportunities.Bot.Opportunities;
using ChatOpportunities.Bot.Pipeline;
using ChatOpportunities.Bot.Reminders;
using ChatOpportunities.Bot.Review;
using ChatOpportunities.Bot.Settings;
using ChatOpportunities.Bot.Share;
using ChatOpportunities.Bot.Talk;
using ChatOpportunities.Bot.Tasks;
using ChatOpportunities.Bot.Wins;

namespace ChatOpportunities.Bot;

/// <summary>The conversation and all that can be said and pressed in it: a feature is a folder, and a line here.</summary>
internal static class Features
{
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration) => services
        .AddConversation()
        .AddOpportunities()
        .AddCapture()
        .AddHandOver()
        .AddLists()
        .AddTasks()
        .AddPipeline()
        .AddReview()
        .AddReminders()
        .AddSettings()
        .AddWins()
        .AddShare()
        .AddTalk(configuration);
}
