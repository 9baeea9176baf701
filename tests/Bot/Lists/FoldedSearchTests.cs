using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests.Bot.Lists;

/// <summary>What is written one way is found when it is typed another, at each door alike.</summary>
public sealed class FoldedSearchTests(FoldedSearchTests.Shared shared) : IClassFixture<FoldedSearchTests.Shared>
{
    private static readonly (string Written, string Typed)[] Pairs =
    [
        ("Zürich\u00A0Ost", "zurich ost"), ("Nord  und   Mitte", "Nord und Mitte"), ("L’Atelier Vert", "l'atelier vert"),
        ("Großmann", "GROSSMANN"), ("Łódź Works", "lodz works"), ("Smørrebrød", "smorrebrod"), ("Phase\u20112 Towers", "phase-2 towers"),
        ("O'Brien Yards", "O´Brien yards"), ("Strasse Nine", "straße\u00A0nine"), ("Oﬃce Park", "office park"),
    ];

    [Fact]
    public async Task TheChatFindsOpportunitiesByContactAndTitle()
    {
        foreach (var (written, typed) in Pairs)
        {
            var found = await shared.Bot.SayAsync(Anna, "find " + typed);

            Assert.Equal((typed, 2), (typed, found.Buttons.Count(b => b.StartsWith("Open OPP-", StringComparison.Ordinal))));
            Assert.DoesNotContain("Nothing found", found.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("contacts", 1)]
    [InlineData("opportunities", 2)]
    [InlineData("colleagues", 1)]
    public async Task TypeAheadFindsThem(string dataset, int count)
    {
        foreach (var (_, typed) in Pairs)
        {
            var ask = shared.Bot.Message(Anna, "");
            ask.Remove("text");
            (ask["type"], ask["name"]) = ("invoke", "application/search");
            ask["value"] = new JsonObject { ["queryText"] = typed, ["dataset"] = dataset };
            using var answer = await shared.Bot.SendAsync(ask);

            var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            Assert.Equal((typed, count), (typed, body.GetProperty("value").GetProperty("results").GetArrayLength()));
        }
    }

    [Fact]
    public async Task AColleagueIsChosenByTheNameInFull()
    {
        foreach (var (written, typed) in Pairs)
        {
            var form = await shared.Bot.SayAsync(Anna, $"assign OPP-00001 to {typed}");

            Assert.Equal((typed, "P" + Array.FindIndex(Pairs, p => p.Written == written)), (typed, form.Value("salesperson")));
        }
    }

    [Theory]
    [InlineData("contacts", 1)]
    [InlineData("opportunities", 2)]
    public async Task TheApiFindsThem(string resource, int count)
    {
        foreach (var (_, typed) in Pairs)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{resource}?q={Uri.EscapeDataString(typed)}");
            ask.Headers.Authorization = new("Bearer", PortalApplication.BootstrapToken);
            using var answer = await shared.Bot.Http.SendAsync(ask);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            Assert.Equal((typed, count), (typed, body.GetProperty("items").GetArrayLength()));
        }
    }

    /// <summary>A host with a contact, an opportunity of that name, one of that contact, and a colleague, for each.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal BotApplication Bot { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Bot = await BotApplication.StartAsync(("Host:Roles", "bot,portal"), ("Api:BootstrapToken", PortalApplication.BootstrapToken));
            var admin = await CallerAsync("EMMA");
            var anna = await CallerAsync("ANNA");
            for (var i = 0; i < Pairs.Length; i++)
            {
                var name = Pairs[i].Written;
                var contact = (await Bot.DoAsync<ContactActs, Result<Contact>>(
                    acts => acts.CreateAsync(new ContactForm(ContactType.Company, name), anna, default))).Done();
                foreach (var (title, with) in new[] { (name, "CT-00001"), ("Lights " + i, contact.No) })
                {
                    (await Bot.DoAsync<OpportunityActs, Result<Opportunity>>(
                        acts => acts.CreateAsync(new CreateOpportunity(title, with, SalesCycleCode: "NEW"), anna, default))).Done();
                }

                var form = new PersonForm(name, null, null, Role.Salesperson, null, "en", "Europe/Paris", false);
                (await Bot.DoAsync<PeopleActs, Result<Salesperson>>(
                    acts => acts.SaveAsync("P" + i, form, isNew: true, null, admin, default))).Done();
            }
        }

        public async Task DisposeAsync() => await Bot.DisposeAsync();

        private Task<Caller> CallerAsync(string code) => Bot.InDatabaseAsync(async db =>
            Caller.For(await db.Salespeople.SingleAsync(p => p.Code == code), ActSource.Portal, Bot.Clock.GetUtcNow()));
    }
}
