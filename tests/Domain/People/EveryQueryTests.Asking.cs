using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Pipeline;
using ChatOpportunities.Domain.Reminders;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.People;

public sealed partial class EveryQueryTests
{
    /// <summary>What a query answers to each set of arguments, as text.</summary>
    private static async Task<List<string>> AskAsync(DomainHost host, MethodInfo query, string asker, Foreign foreign)
    {
        var caller = await host.CallerAsync(asker);
        List<string> answers = [];
        var sets = query.GetParameters().Aggregate(
            new List<List<object?>> { new() },
            (all, parameter) =>
                [.. from set in all from value in ValuesOf(parameter, caller, foreign) select new List<object?>([.. set, value])]);
        foreach (var set in sets)
        {
            answers.Add(await host.DoAsync<IServiceProvider, string>(async services =>
            {
                var arguments = await Task.WhenAll(set.Select(
                    value => value is Func<IServiceProvider, Task<object?>> make ? make(services) : Task.FromResult(value)));
                var result = query.Invoke(services.GetRequiredService(query.DeclaringType!), arguments);
                if (result is Task task)
                {
                    await task;
                    result = task.GetType().GetProperty("Result")?.GetValue(task);
                }

                var text = new StringBuilder();
                Write(result, text, new HashSet<object>(ReferenceEqualityComparer.Instance));
                return text.ToString();
            }));
        }

        return answers;
    }

    private static List<object?> ValuesOf(ParameterInfo parameter, Caller caller, Foreign foreign)
    {
        var (type, owner) = (parameter.ParameterType, parameter.Member.DeclaringType!.Name);
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return (owner, parameter.Name, bare) switch
        {
            (_, _, var t) when t == typeof(Caller) => [caller],
            (_, _, var t) when t == typeof(CancellationToken) => [CancellationToken.None],
            (_, _, var t) when t == typeof(OpportunityFilter) =>
            [
                new OpportunityFilter(), new OpportunityFilter(Text: "ziggurat"), new OpportunityFilter(SalespersonCode: Foreigner),
                new OpportunityFilter(TeamCode: ForeignTeam),
            ],
            (_, _, var t) when t == typeof(BoardRequest) =>
            [
                new BoardRequest("NEW", new OpportunityFilter()), new BoardRequest("NEW", new OpportunityFilter(StaleOn: caller.Today)),
                new BoardRequest("NEW", new OpportunityFilter(Text: "ziggurat", OverdueOn: caller.Today.AddYears(9))),
                new BoardRequest("NEW", new OpportunityFilter(SalespersonCode: Foreigner)),
                new BoardRequest("NEW", new OpportunityFilter(TeamCode: ForeignTeam, WithoutNextStep: true)),
            ],
            (_, _, var t) when t == typeof(FigureFilter) =>
                [new FigureFilter(), new FigureFilter(SalespersonCode: Foreigner), new FigureFilter(TeamCode: ForeignTeam)],
            (_, _, var t) when t == typeof(AuditFilter) =>
                [new AuditFilter(), new AuditFilter(Key: foreign.Opportunity.No)],
            (_, _, var t) when t == typeof(ReminderLogFilter) =>
                [new ReminderLogFilter(), new ReminderLogFilter(PersonCode: Foreigner), new ReminderLogFilter(Stuck: true)],
            (_, _, var t) when t == typeof(ContactFilter) => [new ContactFilter()],
            (_, _, var t) when t == typeof(Opportunity) => [foreign.Opportunity],
            (_, _, var t) when t == typeof(IEnumerable<Opportunity>) => [new[] { foreign.Opportunity }],
            (_, _, var t) when t == typeof(Salesperson) =>
                [FromDatabase(async db => await db.Salespeople.AsNoTracking().SingleAsync(p => p.Id == caller.SalespersonId))],
            (_, _, var t) when t == typeof(WorkingCalendar) =>
                [From(services => Task.FromResult<object?>(services.GetRequiredService<WorkingCalendar>()))],
            (_, _, var t) when t == typeof(ReminderRulesForm) =>
                [From(async services => await services.GetRequiredService<ReminderPlanner>().RulesAsync(default))],
            (_, "year", var t) when t == typeof(int) => [caller.Today.Year],
            (_, "to", var t) when t == typeof(DateOnly) && type == bare => [caller.Today.AddDays(400)],
            (_, "day" or "from", var t) when t == typeof(DateOnly) && type == bare => [caller.Today.AddDays(1)],
            (_, _, var t) when t.IsEnum => [.. t.GetEnumValues().Cast<object?>()],
            (_, _, var t) when t == typeof(bool) => [false, true],
            (_, _, var t) when t == typeof(DateOnly) && type != bare => [null],
            (_, "message" or "id", var t) when t == typeof(Guid) => [ForeignMessage],
            ("ReminderActs", "id", var t) when t == typeof(long) => [foreign.Reminders[0]],
            (_, "ids", var t) when t == typeof(IReadOnlyCollection<long>) => [foreign.Reminders],
            (_, "opportunityId", var t) when t == typeof(long) => [foreign.Opportunity.Id],
            (_, "contactId", var t) when t == typeof(long) => [foreign.Opportunity.ContactId],
            (_, "contacts", var t) when t == typeof(IReadOnlyCollection<long>) => [new[] { foreign.Opportunity.ContactId }],
            (_, "cycles", var t) when t == typeof(IReadOnlyList<NamedRecord>) => [new[] { new NamedRecord(foreign.CycleId, "NEW", "") }],
            (_, "salespersonId", var t) when t == typeof(long) => [foreign.SalespersonId],
            (_, "stageId", var t) when t == typeof(long) => [foreign.StageId],
            (_, "cycleId", var t) when t == typeof(long) => [foreign.CycleId],
            (_, "salespeople", var t) when t == typeof(IReadOnlyList<long>) => [null, new[] { foreign.SalespersonId }],
            (_, "before" or "also" or "teamId", var t) when t == typeof(long) && type != bare => [null],
            (_, "number", var t) when t == typeof(int) => [1],
            (_, "limit" or "most" or "months", var t) when t == typeof(int) => [type == bare ? 200 : 1],
            (_, "after", _) when !bare.IsValueType || type != bare => [null],
            (_, "numbers" or "named", var t) when t == typeof(IReadOnlyCollection<string>) || t == typeof(IReadOnlyList<string>) =>
                [new[] { foreign.Opportunity.No }],
            ("ContactActs", "exceptNo", _) => [null],
            ("ContactActs", "into", _) => [FromDatabase(async db => await db.Contacts
                .Where(c => c.No != "CT-00001" && c.Type == db.Contacts.Single(one => one.No == "CT-00001").Type)
                .OrderBy(c => c.Id).Select(c => c.No).FirstAsync())],
            ("ContactActs", "no", _) or (_, "contactNo", _) => ["CT-00001"],
            ("PrivacyActs", "no", _) => [foreign.Opportunity.Contact?.No ?? "CT-00001"],
            (_, "also", var t) when t == typeof(IReadOnlyList<string>) => [Array.Empty<string>()],
            (_, "no", var t) when t == typeof(string) => [foreign.Opportunity.No],
            ("SalesCycleActs", "code", _) or (_, "cycleCode", _) => ["NEW"],
            (_, "code" or "salespersonCode", var t) when t == typeof(string) => [Foreigner],
            (_, "teamCode", _) => [ForeignTeam],
            (_, "title" or "text" or "typed" or "name", var t) when t == typeof(string) => ["Ziggurat works"],
            ("ImportActs", "id", _) => [FromDatabase(async db => await db.KeptImports.Select(i => i.Id).FirstOrDefaultAsync() ?? "")],
            (_, "chosen" or "similar" or "email", var t) when t == typeof(string) => [null],
            _ => throw new InvalidOperationException(
                $"{NameOf((MethodInfo)parameter.Member)} has a {parameter.Name} ({type}): say here what it is asked with, or why not."),
        };
    }

    private static Func<IServiceProvider, Task<object?>> From(Func<IServiceProvider, Task<object?>> make) => make;

    private static Func<IServiceProvider, Task<object?>> FromDatabase(Func<OpportunitiesContext, Task<object?>> read) =>
        services => read(services.GetRequiredService<OpportunitiesContext>());

    /// <summary>All that can be read off an answer.</summary>
    private static void Write(object? value, StringBuilder text, HashSet<object> seen)
    {
        switch (value)
        {
            case string random when Guid.TryParseExact(random, "N", out _):
                text.Append("(an id) "); // another one in each database
                break;
            case null or string or Type:
                text.Append(value ?? "-").Append(' ');
                break;
            case IFormattable plain:
                text.Append(plain.ToString(null, CultureInfo.InvariantCulture)).Append(' ');
                break;
            case bool or TimeZoneInfo or Delegate:
                text.Append(value).Append(' ');
                break;
            case IEnumerable items:
                text.Append("[ ");
                foreach (var item in items)
                {
                    Write(item, text, seen);
                }

                text.Append("] ");
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                {
                    Write(tuple[i], text, seen);
                }

                break;
            case { } other when seen.Add(other):
                text.Append("{ ");
                foreach (var property in other.GetType().GetProperties().Where(p => p.CanRead && p.GetIndexParameters().Length == 0))
                {
                    text.Append(property.Name).Append(": ");
                    Write(Read(property, other), text, seen);
                }

                text.Append("} ");
                break;
            default:
                break;
        }
    }

    private static object? Read(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException)
        {
            return null; // needs something that the query did not load
        }
    }

    private static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(c => c.First == c.Second).Count();
        var from = Math.Max(0, at - 60);
        return $"…{one[from..Math.Min(one.Length, at + 80)]}… where nothing is there: …{other[from..Math.Min(other.Length, at + 80)]}…";
    }
}
