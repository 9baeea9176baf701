using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Capture;

/// <summary>The buttons and words of capturing an opportunity.</summary>
internal static class CaptureFeature
{
    public static IServiceCollection AddCapture(this IServiceCollection services)
    {
        services.AddScoped<CaptureDrafts>();
        services.AddScoped<ITurnItems, CaptureItems>();
        services.AddScoped<CaptureForms>();
        services.AddScoped<CaptureReader>();
        services.AddPress<OpenCaptureCommand, CaptureHandler>("capture.open", OpenCaptureCommand.Of);
        services.AddPress<CaptureMessageCommand, CaptureHandler>("capture.message", CaptureMessageCommand.Of);
        services.AddPress<SaveCaptureCommand, CaptureHandler>("capture.save", SaveCaptureCommand.Of);
        services.AddPress<ChangeCaptureCommand, CaptureHandler>("capture.change", ChangeCaptureCommand.Of);
        services.AddPress<AttachMessageCommand, CaptureHandler>(AttachMessageCommand.VerbName, AttachMessageCommand.Of);
        services.AddPress<CancelCaptureCommand, CaptureHandler>("capture.cancel", CancelCaptureCommand.Of);
        services.AddWord<CaptureHandler>(CommandName.New, CommandName.Cancel, CommandName.Sale);
        services.AddWord<CaptureReplyHandler>(CommandName.AnswerToForm);
        return services;
    }
}
