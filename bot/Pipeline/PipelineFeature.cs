using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Pipeline;

/// <summary>The button and the word of the pipeline.</summary>
internal static class PipelineFeature
{
    public static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.AddPress<PipelineCommand, PipelineHandler>("pipeline.show", PipelineCommand.Of);
        services.AddWord<PipelineHandler>(CommandName.Pipeline);
        return services;
    }
}
