using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Bot.Talk;

/// <summary>
/// Sentences as one would say them to a colleague: questions, changes, courtesies, and guesses at what is not understood.
/// </summary>
internal static class TalkFeature
{
    public static IServiceCollection AddTalk(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<MeantByWords>();
        services.AddScoped<QuestionAnswers>();
        services.AddScoped<EditAnswers>();
        services.AddWord<TalkHandler>(CommandName.Talk);
        services.AddPress<SayCommand, TalkHandler>(SayCommand.VerbName, SayCommand.Of);
        services.AddWord<GuessHandler>(CommandName.Guess);
        services.AddScoped<Proposals>();
        if (!string.IsNullOrWhiteSpace(configuration[$"{UnderstandingOptions.Section}:{nameof(UnderstandingOptions.Endpoint)}"]))
        {
            services.AddScoped<IMiddleware>(provider => provider.GetRequiredService<Proposals>()); // else no turn passes it
        }

        services.AddLanguageModel();
        return services;
    }

    /// <summary>Behind the door to what the rules do not understand; shut without an address.</summary>
    private static void AddLanguageModel(this IServiceCollection services)
    {
        services.AddOptions<UnderstandingOptions>()
            .BindConfiguration(UnderstandingOptions.Section, o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UnderstandingOptions>, UnderstandingOptionsValidator>();
        services.AddSingleton<IUnderstand, LanguageModel>();
        services.AddTransient<LanguageModel.BoundedAnswers>();
        services.AddHttpClient(LanguageModel.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan) // it has its own
            .AddHttpMessageHandler<LanguageModel.BoundedAnswers>()
            // A redirect would carry the key, and what somebody typed, to a host that nobody named.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
    }
}
