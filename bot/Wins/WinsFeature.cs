namespace ChatOpportunities.Bot.Wins;

/// <summary>Telling a team's channel what it won.</summary>
internal static class WinsFeature
{
    public static IServiceCollection AddWins(this IServiceCollection services)
    {
        services.AddScoped<WinTeller>();
        services.AddScoped<WinsChannelHandler>();
        return services;
    }
}
