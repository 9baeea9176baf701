using System.Globalization;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.SalesCycles;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Pipeline;

/// <summary>Makes opportunities live at random, by the rules, next to the demo company's: the same seed makes the same lives.</summary>
internal sealed class Lives(int seed, DateOnly today)
{
    private readonly Random _random = new(seed);

    /// <summary>A second team with a manager of its own, somebody in no team, a third cycle, and as many opportunities as wanted.</summary>
    public async Task MakeAsync(OpportunitiesContext db, int count)
    {
        var sound = SalesTeam.Create("SOUND", "Sound sales").Done();
        db.Teams.Add(sound);
        await db.SaveChangesAsync();
        var people = await db.Salespeople.OrderBy(p => p.Id).ToListAsync();
        Salesperson Hire(string code, Role role, long? team)
        {
            var person = Salesperson.Create(code, new PersonDetails("Person " + code, null, null, role, team, "en", "Europe/Paris", false))
                .Done();
            db.Salespeople.Add(person);
            people.Add(person);
            return person;
        }

        var manager = Hire("MIRA", Role.Manager, sound.Id);
        Hire("SAM", Role.Salesperson, sound.Id);
        Hire("LONE", Role.Salesperson, null);
        await db.SaveChangesAsync();
        sound.LedBy(manager);
        var odd = SalesCycle.Create("ODD", "Odd numbers", ProbabilityMethod.Multiply).Done();
        for (var number = 3; number < 30; number += 7)
        {
            odd.AddStage(number, An.Details("Odd " + number, completed: number * 3.37m, chances: number * 2.11m, skip: true, formula: "3W"))
                .Done();
        }

        db.SalesCycles.Add(odd);
        await db.SaveChangesAsync();
        var cycles = await db.SalesCycles.Include(c => c.Stages).OrderBy(c => c.Id).ToListAsync();
        var contacts = await db.Contacts.OrderBy(c => c.Id).ToListAsync();
        var reasons = await db.CloseReasons.OrderBy(r => r.Id).ToListAsync();
        for (var i = 0; i < count; i++)
        {
            db.Opportunities.Add(Live(i, people, Pick(cycles), Pick(contacts), reasons));
        }

        await db.SaveChangesAsync();
    }

    private Opportunity Live(int i, List<Salesperson> people, SalesCycle cycle, Contact contact, List<CloseReason> reasons)
    {
        var day = today.AddDays(-_random.Next(250));
        var owner = Pick(people);
        var opportunity = Opportunity.Create(
            "LIFE-" + i.ToString(CultureInfo.InvariantCulture),
            new NewOpportunity(
                "Life " + i, contact, owner, cycle, day, EstimatedValue: Chance(80) ? Amount() : null,
                EstimatedCloseDate: Chance(60) ? day.AddDays(_random.Next(120)) : null),
            On(owner, day)).Done();
        for (var steps = _random.Next(12); steps > 0; steps--)
        {
            day = day.AddDays(Chance(40) ? 0 : _random.Next(30));
            if (opportunity.IsClosed)
            {
                if (Chance(50))
                {
                    opportunity.Reopen(
                        "Again", opportunity.Entries.LastOrDefault(e => e.StageId is not null || e.Stage is not null), On(owner, day))
                        .Done();
                }

                break;
            }

            if (Chance(12))
            {
                var outcome = Chance(50) ? Outcome.Won : Outcome.Lost;
                opportunity.Close(
                    new CloseRequest(
                        outcome, Pick(reasons.Where(r => r.Outcome == outcome).ToList()), day, outcome == Outcome.Won ? Amount() : null),
                    On(owner, day)).Done();
                continue;
            }

            if (opportunity.Status == OpportunityStatus.InProgress && opportunity.QuoteNumber is null)
            {
                opportunity.SetQuote("Q", Amount(), null, On(owner, day)).Done();
            }

            var option = Pick(opportunity.Moves());
            opportunity.Move(
                new MoveRequest(
                    option.Action,
                    option.Action is MoveAction.Skip or MoveAction.Jump ? Pick(option.Candidates).Number : null,
                    day,
                    opportunity.Current is null || Chance(30) ? Amount() : null,
                    Chance(40) ? _random.Next(1, 10_001) / 100m : null,
                    day.AddDays(_random.Next(150)),
                    SlipReason: "Budget"),
                On(owner, day)).Done();
            if (Chance(10) && Pick(people) is var next && next != owner)
            {
                opportunity.Assign(next, moveOpenTasks: false, On(owner, day)).Done();
                owner = next;
            }
        }

        return opportunity;
    }

    private static Caller On(Salesperson person, DateOnly day) =>
        Caller.For(person, ActSource.Chat, new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero), day);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private decimal Amount() => _random.Next(1, 20_000_000) / 100m;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
