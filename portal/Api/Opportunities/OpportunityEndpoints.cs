using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Api.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Opportunities;

/// <summary>Opportunities: reading, making, changing, and the acts of their life.</summary>
internal static class OpportunityEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/opportunities")
            .Tagged("Opportunities", "Possible sales: making, moving, closing, and what became of them.")
            .Place("no", "Number of the opportunity.", "OPP-00001");
        group.MapGet("", ListAsync).ReturnsPage(OpportunityResource.Example)
            .Named(
                "listOpportunities", "Opportunities, page by page",
                "Those the caller may see and all filters let through, newest first unless sorted otherwise.");
        group.MapPost("", CreateAsync).Takes(NewOpportunityBody.Example)
            .ReturnsItem(OpportunityResource.Example, StatusCodes.Status201Created)
            .Refuses([
                Refusals.CreateForOthers, Refusals.DescriptionRequired, Refusals.TooLong, Refusals.ContactRequired, Refusals.ContactUnknown,
                Refusals.ContactBlocked, Refusals.SalespersonRequired, Refusals.SalespersonUnknown, Refusals.SalespersonBlocked,
                Refusals.CycleRequired, Refusals.CycleUnknown, Refusals.CycleBlocked, Refusals.CycleWithoutStages, Refusals.StageGone,
                Refusals.DateBeforeCreation, .. ApiDescription.Figures])
            .Named(
                "createOpportunity", "Makes an opportunity",
                "With startNow it enters the first stage at once. Salespeople make their own only, managers also for their teams.");
        group.MapGet("/{no}", FindAsync).ReturnsItemAndOthers(OpportunityResource.Example)
            .Named(
                "getOpportunity", "One opportunity",
                "As it stands now. The names of its contact and its stage are told too "
                    + "and may change while its version stays, so the answer is never 304.");
        group.MapPatch("/{no}", ChangeAsync).Takes(OpportunityChangeBody.Example).ReturnsItem(OpportunityResource.Example)
            .Refuses(
                Refusals.DescriptionRequired, Refusals.TooLong, Refusals.ContactRequired, Refusals.ContactUnknown, Refusals.ContactBlocked,
                Refusals.ContactOfOtherCompany, Refusals.CycleRequired, Refusals.CycleUnknown, Refusals.CycleBlocked, Refusals.CycleFixed,
                Refusals.AlreadyClosed, Refusals.NextStepDateRequired, Refusals.NextStepInPast, Refusals.LimitOutOfRange, Refusals.BadDate)
            .Named("changeOpportunity", "Changes what is said of it",
                "Description, priority, contact, source, next step and its day, the limit of its own; before the start, the cycle too. "
                + "Once closed, only the description. What is left out stays.");
        group.MapDelete("/{no}", DeleteAsync).Produces(StatusCodes.Status204NoContent).Refuses(Refusals.DeleteInProgress)
            .Named("deleteOpportunity", "Deletes one that is not in progress", "Along with its history and tasks; admins only.");
        group.MapPost("/{no}/start", StartAsync).Takes(StartBody.Example).ReturnsItem(ActResource.Example)
            .Refuses([
                Refusals.AlreadyStarted, Refusals.AlreadyClosed, Refusals.CycleWithoutStages, Refusals.StageGone,
                Refusals.DateBeforeLastChange, Refusals.DateBeforeCreation,
                .. ApiDescription.Figures])
            .Named("startOpportunity", "Enters the first stage", "The same as the move first. No quote is asked for.");
        group.MapPost("/{no}/moves", MoveAsync).Takes(MoveBody.Example).ReturnsItem(ActResource.Example)
            .Refuses([
                Refusals.Required, Refusals.AlreadyStarted, Refusals.NotStarted, Refusals.AlreadyClosed, Refusals.CycleWithoutStages,
                Refusals.ActionNotOffered, Refusals.StageNotCandidate, Refusals.StageGone, Refusals.DateBeforeLastChange,
                Refusals.DateBeforeCreation, Refusals.QuoteRequired, Refusals.SlipReasonRequired, Refusals.TooLong,
                .. ApiDescription.Figures])
            .Named(
                "moveOpportunity", "Moves it by one of the six actions",
                "What is left out is proposed. The line of the history says what the move came to: one stage on or back, or a jump.");
        group.MapGet("/{no}/moves", MovesAsync).ReturnsItemAndOthers(new Page<MoveResource>([MoveResource.Example]))
            .Named(
                "listMoves", "The moves that are open",
                "Each with the stages it may lead to, the figures proposed and what is still missing. "
                    + "Always one page; empty when the caller may not move it, or when it is closed. "
                    + "The ETag is the version of the opportunity; what is proposed also follows the day and the sales cycle, "
                    + "so the answer is never 304.");
        group.MapPost("/{no}/quote", QuoteAsync).Takes(QuoteBody.Example).ReturnsItem(ActResource.Example)
            .Refuses(
                Refusals.NotStarted, Refusals.AlreadyClosed, Refusals.QuoteNumberRequired, Refusals.QuoteAmountRequired,
                Refusals.QuoteLinkBad, Refusals.TooLong, Refusals.BadAmount)
            .Named("giveQuote", "Gives or replaces the quote", "While in progress. The former quote stays in the log.");
        group.MapPost("/{no}/assign", AssignAsync).Takes(AssignBody.Example).ReturnsItem(ActResource.Example)
            .Refuses(
                Refusals.SalespersonRequired, Refusals.SalespersonUnknown, Refusals.SalespersonBlocked, Refusals.SameSalesperson,
                Refusals.AlreadyClosed)
            .Named("assignOpportunity", "Gives it to another salesperson", "Who is told in the chat.");
        group.MapPost("/{no}/close", CloseAsync).Takes(CloseBody.Example).ReturnsItem(ActResource.Example)
            .Refuses(
                Refusals.AlreadyClosed, Refusals.OutcomeRequired, Refusals.ReasonRequired, Refusals.ReasonUnknown,
                Refusals.ClosingDateBeforeLastChange, Refusals.AmountRequired, Refusals.BadAmount, Refusals.BadDate, Refusals.TooLong)
            .Named("closeOpportunity", "Ends it as won or lost", "Also one that was never started.");
        group.MapPost("/{no}/reopen", ReopenAsync).Takes(ReopenBody.Example).ReturnsItem(ActResource.Example)
            .Refuses(Refusals.NotClosed, Refusals.NoteRequired, Refusals.TooLong, Refusals.StageGone)
            .Named(
                "reopenOpportunity",
                "Opens a closed one again",
                "At the stage it was closed from, or the nearest below that is left, with the figures it had there; managers and admins. "
                    + "Where none is left it stands on the first, and its next step asks for a look.");
        group.MapGet("/{no}/entries", EntriesAsync).ReturnsPage(EntryResource.Example)
            .Named("listEntries", "The history", "Newest first.");
        group.MapGet("/{no}/tasks", TasksAsync).ReturnsPage(TaskResource.Example)
            .Named("listTasks", "The tasks", "Open ones by day, then closed ones, latest first.");
        group.MapGet("/{no}/reminders", RemindersAsync).ReturnsPage(ReminderResource.Example)
            .Named("listReminders", "The reminders", "Newest first.");
    }

    private static async Task<ApiAnswer> ListAsync(
        Query<OpportunityListQuery> query, Query<PageQuery> page, ApiCall call, OpportunityQueries opportunities,
        CancellationToken cancellationToken)
    {
        var (order, descending) = query.Value.ToOrder();
        var after = page.Value.Place() is { } text ? Cursor(text, order, descending) ?? throw ApiCall.Bad("cursor") : null;
        var (items, next) = await opportunities.PageAsync(
            query.Value.ToFilter(), order, descending, after, page.Value.Limit, call.Caller, cancellationToken);
        return ApiAnswer.Ok(new Page<OpportunityResource>(
            [.. items.Select(OpportunityResource.Of)],
            OpaqueCursor.Write(next is null ? null : string.Create(
                CultureInfo.InvariantCulture, $"{(int)order}.{(descending ? 1 : 0)}.{next.Key}.{next.Id}"))));
    }

    private static async Task<ApiAnswer> CreateAsync(
        JsonBody<NewOpportunityBody> body, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken)
    {
        var made = body.Value;
        return call.Answer(
            await acts.CreateAsync(
                new CreateOpportunity(
                    made.Description, made.ContactNo, SalespersonCode: made.SalespersonCode, SalesCycleCode: made.SalesCycleCode,
                    CreationDate: made.CreationDate, Priority: made.Priority ?? Priority.Normal, StartNow: made.StartNow,
                    DateOfChange: made.DateOfChange, EstimatedValue: made.EstimatedValue, ChancesOfSuccess: made.ChancesOfSuccess,
                    EstimatedCloseDate: made.EstimatedCloseDate, Source: made.Source),
                call.Caller,
                cancellationToken),
            opportunity => ApiAnswer.Created(
                $"{ApiHost.Root}/opportunities/{Uri.EscapeDataString(opportunity.No)}", OpportunityResource.Of(opportunity),
                opportunity.Version));
    }

    private static async Task<ApiAnswer> FindAsync(
        string no, ApiCall call, OpportunityQueries opportunities, CancellationToken cancellationToken) =>
        await opportunities.FindAsync(no, call.Caller, cancellationToken) is { } view
            ? ApiAnswer.Ok(OpportunityResource.Of(view.Opportunity), view.Opportunity.Version, tellsOthers: true)
            : call.NotFound();

    private static async Task<ApiAnswer> ChangeAsync(
        string no, JsonBody<OpportunityChangeBody> body, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken)
    {
        // Null takes a value away, and none of these can be without one; the domain says so of a blank.
        string? Given(string field, string? value) => body.Has(field) ? value ?? "" : null;
        var change = new ChangeOpportunity(
            Given("description", body.Value.Description), body.Value.Priority, Given("contactNo", body.Value.ContactNo),
            Given("salesCycleCode", body.Value.SalesCycleCode),
            body.Has("nextStep") ? new Change<string?>(body.Value.NextStep) : null,
            body.Has("nextStepDate") ? new Change<DateOnly?>(body.Value.NextStepDate) : null,
            body.Has("limitWorkingDays") ? new Change<int?>(body.Value.LimitWorkingDays) : null,
            body.Has("source") ? new Change<string?>(body.Value.Source) : null);
        return call.Answer(
            await acts.ChangeDetailsAsync(no, change, call.Version, call.Caller, cancellationToken),
            acted => ApiAnswer.Ok(OpportunityResource.Of(acted.Opportunity), acted.Opportunity.Version));
    }

    private static async Task<ApiAnswer> DeleteAsync(string no, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken) =>
        call.Answer(await acts.DeleteAsync(no, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static async Task<ApiAnswer> StartAsync(
        string no, JsonBody<StartBody> body, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken)
    {
        var start = body.Value;
        var move = new MoveRequest(
            MoveAction.First, null, start.DateOfChange, start.EstimatedValue, start.ChancesOfSuccess, start.EstimatedCloseDate);
        return Acted(call, await acts.MoveAsync(no, move, call.Version, call.Caller, cancellationToken));
    }

    private static async Task<ApiAnswer> MoveAsync(
        string no, JsonBody<MoveBody> body, ApiCall call, OpportunityActs acts, OpportunityQueries opportunities,
        CancellationToken cancellationToken)
    {
        var move = body.Value;
        return move.Action is not { } action
            ? await opportunities.FindAsync(no, call.Caller, cancellationToken) switch
            {
                null => call.NotFound(),
                { MayChange: false } => call.Refused([Refusals.Forbidden.With()]),
                _ => call.Refused([Refusals.Required.For("action")]),
            }
            : Acted(call, await acts.MoveAsync(
                no,
                new MoveRequest(
                    action, move.Stage, move.DateOfChange, move.EstimatedValue, move.ChancesOfSuccess, move.EstimatedCloseDate,
                    move.CancelOpenTasks ?? false, move.SlipReason),
                call.Version,
                call.Caller,
                cancellationToken));
    }

    private static async Task<ApiAnswer> MovesAsync(
        string no, ApiCall call, OpportunityQueries opportunities, CancellationToken cancellationToken) =>
        await opportunities.FindAsync(no, call.Caller, cancellationToken) is { } view
            ? ApiAnswer.Ok(
                new Page<MoveResource>(
                    view.MayChange ? [.. view.Opportunity.PreviewMoves(call.Caller).Select(m => MoveResource.Of(m, call.Texts))] : []),
                view.Opportunity.Version,
                tellsOthers: true)
            : call.NotFound();

    private static async Task<ApiAnswer> QuoteAsync(
        string no, JsonBody<QuoteBody> body, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken) =>
        Acted(call, await acts.SetQuoteAsync(
            no, new QuoteRequest(body.Value.Number, body.Value.Amount, body.Value.Link), call.Version, call.Caller, cancellationToken));

    private static async Task<ApiAnswer> AssignAsync(
        string no, JsonBody<AssignBody> body, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken) =>
        Acted(call, await acts.AssignAsync(
            no, body.Value.SalespersonCode, body.Value.MoveOpenTasks ?? true, call.Version, call.Caller, cancellationToken));

    private static async Task<ApiAnswer> CloseAsync(
        string no, JsonBody<CloseBody> body, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken)
    {
        var close = body.Value;
        var request = new CloseOpportunity(
            close.Outcome, close.ReasonCode, close.ClosingDate, close.Amount, close.Note, close.CancelOpenTasks ?? true);
        return Acted(call, await acts.CloseAsync(no, request, call.Version, call.Caller, cancellationToken));
    }

    private static async Task<ApiAnswer> ReopenAsync(
        string no, JsonBody<ReopenBody> body, ApiCall call, OpportunityActs acts, CancellationToken cancellationToken) =>
        Acted(call, await acts.ReopenAsync(no, body.Value.Note, call.Version, call.Caller, cancellationToken));

    private static async Task<ApiAnswer> EntriesAsync(
        string no, Query<PageQuery> page, ApiCall call, OpportunityQueries opportunities, CancellationToken cancellationToken) =>
        await opportunities.HistoryAsync(no, page.Value.Limit, Before(page.Value), call.Caller, cancellationToken) is var (items, next)
            ? ApiAnswer.Ok(new Page<EntryResource>([.. items.Select(EntryResource.Of)], Before(next)))
            : call.NotFound();

    private static async Task<ApiAnswer> TasksAsync(
        string no, Query<PageQuery> page, ApiCall call, TaskActs tasks, CancellationToken cancellationToken)
    {
        TaskCursor? after = null;
        if (page.Value.Place() is { } cursor && !TaskCursor.TryParse(cursor, out after))
        {
            throw ApiCall.Bad("cursor");
        }

        return await tasks.OfOpportunityAsync(no, page.Value.Limit, after, call.Caller, cancellationToken) is var (items, next)
            ? ApiAnswer.Ok(new Page<TaskResource>([.. items.Select(TaskResource.Of)], OpaqueCursor.Write(next?.ToString())))
            : call.NotFound();
    }

    private static async Task<ApiAnswer> RemindersAsync(
        string no, Query<PageQuery> page, ApiCall call, OpportunityQueries opportunities, CancellationToken cancellationToken) =>
        await opportunities.RemindersAsync(no, page.Value.Limit, Before(page.Value), call.Caller, cancellationToken) is var (items, next)
            ? ApiAnswer.Ok(new Page<ReminderResource>([.. items.Select(ReminderResource.Of)], Before(next)))
            : call.NotFound();

    private static ApiAnswer Acted(ApiCall call, Result<Acted> result) => call.Answer(result, acted => ApiAnswer.Ok(
        new ActResource(OpportunityResource.Of(acted.Opportunity), acted.Entry is null ? null : EntryResource.Of(acted.Entry)),
        acted.Opportunity.Version));

    /// <summary>A cursor of a list in the same order; null when it is none.</summary>
    private static OpportunityCursor? Cursor(string text, OpportunityOrder order, bool descending)
    {
        var parts = text.Split('.');
        if (parts.Length != 4 || parts[0] != ((int)order).ToString(CultureInfo.InvariantCulture) || parts[1] != (descending ? "1" : "0")
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            || !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        var highest = order switch
        {
            OpportunityOrder.EstimatedCloseDate => DateOnly.MaxValue.DayNumber,
            OpportunityOrder.ChangedAt => DateTimeOffset.MaxValue.Ticks,
            _ => long.MaxValue,
        };
        return key <= highest ? new OpportunityCursor(key, id) : null;
    }

    private static long? Before(PageQuery page) => page.Place() is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw ApiCall.Bad("cursor");

    private static string? Before(long? next) => OpaqueCursor.Write(next?.ToString(CultureInfo.InvariantCulture));
}
