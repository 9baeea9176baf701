using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Teams;

namespace ChatOpportunities.Bot.Share;

/// <summary>What is shown to others: groups, the message extension, links, and the dialogs it opens.</summary>
internal static class ShareFeature
{
    public static IServiceCollection AddShare(this IServiceCollection services)
    {
        services.AddScoped<IGroupConversation, GroupConversation>();
        services.AddKeyedScoped<IInvokeHandler, ExtensionQuery>(InvokeNames.ExtensionQuery);
        services.AddKeyedScoped<IInvokeHandler, ExtensionSelection>(InvokeNames.ExtensionSelectItem);
        services.AddKeyedScoped<IInvokeHandler, LinkUnfurling>(InvokeNames.ExtensionQueryLink);
        foreach (var name in new[] { InvokeNames.TaskFetch, InvokeNames.TaskSubmit, InvokeNames.ExtensionFetchTask,
            InvokeNames.ExtensionSubmitAction })
        {
            services.AddKeyedScoped<IInvokeHandler, Dialogs>(name);
        }

        return services;
    }
}
