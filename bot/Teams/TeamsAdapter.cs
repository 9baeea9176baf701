using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

namespace ChatOpportunities.Bot.Teams;

/// <summary>
/// The door: the SDK's adapter with our own engine. Reads and writes by System.Text.Json, lets nothing of the SDK see an activity whose
/// token was not checked in full, runs the middleware in the order it is registered, and sends by <see cref="TeamsConnector"/>. Whatever
/// is posted, the answer is never a 5xx but for an unknown invoke's 501. One for each turn, since its middleware share the turn's
/// database context.
/// </summary>
internal sealed class TeamsAdapter : CloudAdapterBase, IBotFrameworkHttpAdapter
{
    private readonly TeamsAuthentication _authentication;
    private readonly TeamsConnector _connector;
    private readonly TimeProvider _clock;

    public TeamsAdapter(
        TeamsAuthentication authentication, TeamsConnector connector, TurnErrors errors, IEnumerable<IMiddleware> middleware,
        TurnLedger ledger, TimeProvider clock, ILogger<TeamsAdapter> logger)
        : base(authentication, logger)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(middleware);
        (_authentication, _connector, _clock) = (authentication, connector, clock);
        OnTurnError = errors.HandleAsync;
        foreach (var one in middleware)
        {
            Use(one);
        }

        Use(ledger);
    }

    /// <summary>
    /// Answers one request. The turn goes on when the caller hangs up: the channel repeats what was not answered, and finds the answer
    /// stored.
    /// </summary>
    public async Task ProcessAsync(
        HttpRequest httpRequest, HttpResponse httpResponse, IBot bot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(httpRequest);
        ArgumentNullException.ThrowIfNull(httpResponse);
        ArgumentNullException.ThrowIfNull(bot);
        var (heard, caller, answer) = await HearAsync(httpRequest, cancellationToken);
        if (heard is not null)
        {
            // Not the request's token: it would end the turn with the caller's patience.
            answer = await ProcessActivityAsync(_authentication.Result(caller), heard, bot.OnTurnAsync, CancellationToken.None)
                ?? Status(StatusCodes.Status200OK);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        httpResponse.StatusCode = answer.Status;
        switch (answer.Status)
        {
            case StatusCodes.Status401Unauthorized:
                httpResponse.Headers.WWWAuthenticate = "Bearer";
                break;
            case StatusCodes.Status405MethodNotAllowed:
                httpResponse.Headers.Allow = HttpMethods.Post;
                break;
        }

        if (answer.Body is { } body)
        {
            httpResponse.ContentType = "application/json; charset=utf-8";
            await using var writer = new Utf8JsonWriter(httpResponse.BodyWriter);
            ActivityWriter.WriteBody(writer, body);
        }
    }

    /// <inheritdoc/>
    public override async Task<ResourceResponse[]> SendActivitiesAsync(
        ITurnContext turnContext, Activity[] activities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(activities);
        var responses = new ResourceResponse[activities.Length];
        for (var i = 0; i < activities.Length; i++)
        {
            responses[i] = new ResourceResponse(await SendAsync(turnContext, activities[i], cancellationToken) ?? "");
        }

        return responses;
    }

    /// <inheritdoc/>
    public override async Task<ResourceResponse> UpdateActivityAsync(
        ITurnContext turnContext, Activity activity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(activity);
        if (turnContext.Outbox is { } outbox)
        {
            outbox.Add(new OutboundMessage(activity, activity.Id, IsTheAnswer: turnContext.Answer is null));
            return new ResourceResponse(activity.Id);
        }

        return new ResourceResponse(
            await _connector.UpdateAsync(turnContext.Activity.GetConversationReference(), activity.Id, activity, cancellationToken)
                ?? activity.Id);
    }

    /// <inheritdoc/>
    public override Task DeleteActivityAsync(ITurnContext turnContext, ConversationReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return _connector.DeleteAsync(reference, reference.ActivityId, cancellationToken);
    }

    private async Task<string?> SendAsync(ITurnContext turnContext, Activity activity, CancellationToken cancellationToken)
    {
        var heard = turnContext.Activity;
        if (activity.ReplyToId == heard.Id)
        {
            // The conversation's id names the thread already; by path, the answer to a deleted message would be refused.
            activity.ReplyToId = null;
        }

        switch (activity.Type)
        {
            case ActivityTypesEx.InvokeResponse:
                turnContext.TurnState.Set(InvokeResponseKey, activity);
                return null;
            case ActivityTypesEx.Delay:
                await Task.Delay(
                    TimeSpan.FromMilliseconds(Convert.ToInt32(activity.Value, CultureInfo.InvariantCulture)), _clock, cancellationToken);
                return null;
            case ActivityTypes.Trace:
                return null; // only the emulator shows it
            case not ActivityTypes.Typing when turnContext.Outbox is { } outbox:
                outbox.Add(new OutboundMessage(activity));
                return null;
        }

        var reference = heard.GetConversationReference();
        return activity.ReplyToId is null
            ? await _connector.SendAsync(reference, activity, cancellationToken)
            : await _connector.ReplyAsync(reference, activity, cancellationToken);
    }

    /// <summary>The activity, once its caller is known for certain; else the status that says why it is not heard.</summary>
    private async Task<(Activity? Heard, CallerCheck Caller, InvokeResponse Refusal)> HearAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            return Refused(StatusCodes.Status405MethodNotAllowed);
        }

        if (!request.HasJsonContentType())
        {
            return Refused(StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            var caller = await _authentication.CheckCallerAsync(request.HttpContext, cancellationToken);
            if (caller.Refusal is { } refusal)
            {
                return Refused(refusal);
            }

            var (activity, malformed) = await ReadAsync(request, cancellationToken);
            if (activity is null)
            {
                return Refused(malformed);
            }

            return _authentication.CheckActivity(caller, activity) is { } objection
                ? Refused(objection) : (activity, caller, Status(StatusCodes.Status200OK));
        }
        catch (BadHttpRequestException malformed)
        {
            return Refused(malformed.StatusCode);
        }
        catch (Exception gone) when (
            gone is IOException || (gone is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // The caller hung up before it had said everything.
            return Refused(StatusCodes.Status400BadRequest);
        }

        static (Activity?, CallerCheck, InvokeResponse) Refused(int status) => (null, default!, Status(status));
    }

    /// <summary>Reads the body up to the bound; without an activity, the status that says why.</summary>
    private static async Task<(Activity? Activity, int Status)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > ActivityReader.MaxBodyBytes)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.Length > ActivityReader.MaxBodyBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                return (null, StatusCodes.Status413PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                var isRead = ActivityReader.TryRead(read.Buffer, out var activity);
                body.AdvanceTo(read.Buffer.End);
                return isRead ? (activity, StatusCodes.Status200OK) : (null, StatusCodes.Status400BadRequest);
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static InvokeResponse Status(int status) => new() { Status = status };
}
