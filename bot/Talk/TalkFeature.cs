using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Talk;

/// <summary>Sentences as one would say them to a colleague: questions, changes, courtesies, and guesses at what is not known.</summary>
internal static class TalkFeature
{
    public static IServiceCollection AddTalk(this IServiceCollection services)
    {
        services.AddScoped<MeantByWords>();
        services.AddScoped<QuestionAnswers>();
        services.AddScoped<EditAnswers>();
        services.AddWord<TalkHandler>(CommandName.Talk);
        services.AddPress<SayCommand, TalkHandler>(SayCommand.VerbName, SayCommand.Of);
        services.AddWord<GuessHandler>(CommandName.Guess);
        return services;
    }
}
