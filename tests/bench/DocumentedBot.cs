using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace ChatOpportunities.Bench;

/// <summary>A bot on the SDK's own adapter, put together as the SDK's documentation and samples do it, without an app id.</summary>
internal static class DocumentedBot
{
    public static async Task<int> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        AddAdapter(builder.Services);
        builder.Services.AddTransient<IBot, Answering>();
        var app = builder.Build();
        MapMessages(app);
        return await Targets.RunAsync(app);
    }

    public static void AddAdapter(IServiceCollection services)
    {
        services.AddHttpClient().ConfigureHttpClientDefaults(client => client.RemoveAllLoggers());
        services.AddSingleton<BotFrameworkAuthentication, ConfigurationBotFrameworkAuthentication>();
        // By a factory: of the adapter's constructors two fit the container equally.
        services.AddSingleton<IBotFrameworkHttpAdapter>(provider =>
            new CloudAdapter(
                provider.GetRequiredService<BotFrameworkAuthentication>(), provider.GetRequiredService<ILogger<CloudAdapter>>()));
    }

    public static void MapMessages(WebApplication app) => app.MapPost(
        "/api/messages",
        (HttpRequest request, HttpResponse response, IBotFrameworkHttpAdapter adapter, IBot bot, CancellationToken cancellationToken) =>
            adapter.ProcessAsync(request, response, bot, cancellationToken));

    private sealed class Answering : ActivityHandler
    {
        private static readonly JObject CardObject = JObject.Parse(Targets.Card);

        protected override async Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
            ITurnContext<IInvokeActivity> turnContext, AdaptiveCardInvokeValue invokeValue, CancellationToken cancellationToken)
        {
            await turnContext.SendActivityAsync(MessageFactory.Text(Targets.Text), cancellationToken);
            return new AdaptiveCardInvokeResponse
            {
                StatusCode = StatusCodes.Status200OK,
                Type = "application/vnd.microsoft.card.adaptive",
                Value = CardObject,
            };
        }
    }
}
