using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Bot.Understanding;
using Microsoft.Bot.Builder;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Puts the conversation together; what is said and pressed in it is answered by the features.</summary>
internal static class ConversationServices
{
    public static IServiceCollection AddConversation(this IServiceCollection services)
    {
        services.AddScoped<IBot, ChatBot>();
        services.AddScoped<IMiddleware, AcquaintanceMiddleware>();
        services.AddScoped<Callers>();
        services.AddScoped<ITurnItems, SpeakersItems>();
        services.AddScoped<PersonalChats>();
        services.AddScoped<TextRouter>();
        services.AddScoped<PressRouter>();
        services.AddScoped<Invokes>();
        services.AddKeyedScoped<IInvokeHandler, TypeAhead>(InvokeNames.Search);
        services.AddPress<HelpCommand, HelpHandler>("help", HelpCommand.Of);
        services.AddWord<HelpHandler>(CommandName.Help, CommandName.Hi, CommandName.PostWins);
        return services;
    }
}
