using ChatOpportunities.Bot.Conversation;
using ChatOpportunities.Bot.Understanding;

namespace ChatOpportunities.Bot.Review;

/// <summary>The buttons and the word of a review.</summary>
internal static class ReviewFeature
{
    public static IServiceCollection AddReview(this IServiceCollection services)
    {
        services.AddPress<StartReviewCommand, ReviewHandler>("review.new", StartReviewCommand.Of);
        services.AddPress<ReviewPlaceCommand, ReviewHandler>("review.at", ReviewPlaceCommand.Of);
        services.AddPress<EndReviewCommand, ReviewHandler>("review.end", EndReviewCommand.Of);
        services.AddWord<ReviewHandler>(CommandName.Review);
        return services;
    }
}
