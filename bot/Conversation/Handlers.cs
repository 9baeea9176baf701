using System.Text.Json;
using ChatOpportunities.Bot.Understanding;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpportunities.Bot.Conversation;

/// <summary>Does what a command asks, whether a button, a form or a sentence asked it, and answers with a card.</summary>
internal interface IHandler<in TCommand>
{
    Task<Answer> HandleAsync(TCommand command, ChatTurn turn, CancellationToken cancellationToken);
}

/// <summary>Answers one verb, found in the container by it; made by <see cref="HandlerServices.AddPress{TCommand, THandler}"/>.</summary>
internal delegate Task<Answer> PressHandler(Press press, ChatTurn turn, CancellationToken cancellationToken);

/// <summary>Answers what begins with certain words, found in the container by their <see cref="CommandName"/>.</summary>
internal interface IWordHandler
{
    /// <summary>Null when the words are not meant for it: another may answer.</summary>
    Task<Answer?> HandleAsync(TextCommand said, ChatTurn turn, CancellationToken cancellationToken);
}

/// <summary>Stands around some presses, whatever their verb: those that come from a row of a brief lead back to it.</summary>
internal interface IPressDecorator
{
    bool Wraps(Press press);

    /// <param name="press">One that <see cref="Wraps"/>.</param>
    /// <param name="turn">Who pressed.</param>
    /// <param name="inner">The verb's own handler.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Answer> HandleAsync(Press press, ChatTurn turn, Func<Task<Answer>> inner, CancellationToken cancellationToken);
}

/// <summary>
/// What is said and pressed where others read along. A feature does it, since what a group may see is an opportunity's affair; the
/// conversation knows no feature.
/// </summary>
internal interface IGroupConversation
{
    Task OnTextAsync(ITurnContext turn, ChatTurn chat, string text, CancellationToken cancellationToken);

    Task<Answer> OnPressAsync(ITurnContext turn, string verb, JsonElement data, ChatTurn chat, CancellationToken cancellationToken);

    /// <summary>The bot was removed from a group, or from a team with all its channels.</summary>
    Task OnGoodbyeAsync(Activity goodbye, CancellationToken cancellationToken);
}

/// <summary>How a feature says which buttons and words it answers.</summary>
internal static class HandlerServices
{
    /// <summary>A button: <paramref name="read"/> makes the command of what was pressed, the handler does it.</summary>
    public static IServiceCollection AddPress<TCommand, THandler>(this IServiceCollection services, string verb, Func<Press, TCommand> read)
        where THandler : class, IHandler<TCommand>
    {
        services.TryAddScoped<THandler>();
        return services.AddKeyedScoped<PressHandler>(verb, (provider, _) =>
        {
            var handler = provider.GetRequiredService<THandler>();
            return (press, turn, cancellationToken) => handler.HandleAsync(read(press), turn, cancellationToken);
        });
    }

    /// <summary>Words: those that begin a line, as <see cref="TextCommand"/> lists them.</summary>
    public static IServiceCollection AddWord<THandler>(this IServiceCollection services, params ReadOnlySpan<CommandName> names)
        where THandler : class, IWordHandler
    {
        services.TryAddScoped<THandler>();
        foreach (var name in names)
        {
            services.AddKeyedScoped<IWordHandler>(name, (provider, _) => provider.GetRequiredService<THandler>());
        }

        return services;
    }
}
