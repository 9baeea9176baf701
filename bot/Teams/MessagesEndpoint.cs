using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;

namespace ChatOpportunities.Bot.Teams;

/// <summary>Where the channel posts to.</summary>
internal static class MessagesEndpoint
{
    public const string Path = "/api/messages";

    public static IEndpointConventionBuilder MapChannel(this IEndpointRouteBuilder app) =>
        // The channel proves itself by its own token: policies for people do not apply.
        app.Map(Path, (HttpRequest request, HttpResponse response, IBotFrameworkHttpAdapter adapter, IBot bot) =>
            adapter.ProcessAsync(request, response, bot, request.HttpContext.RequestAborted)).AllowAnonymous();
}
