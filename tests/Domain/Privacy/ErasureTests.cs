using System.Text.Json;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Audit;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Delivery;
using ChatOpportunities.Domain.Exchange;
using ChatOpportunities.Domain.Exchange.Webhooks;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Privacy;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ChatOpportunities.Tests.Domain.Privacy;

/// <summary>Who is erased is found nowhere afterwards, whatever column a name stood in, and nothing that is counted has changed.</summary>
[Trait("Suite", "Database")]
public sealed class ErasureTests
{
    private const string Canary = "Zoë Quill";
    private const string Mail = "zoe@quill.example";
    private static readonly Guid ObjectId = new("5b1f7c52-9a0e-4d21-8c52-7f8f6a6f0c11");

    [Fact]
    public async Task ANameInEveryColumnOfTextIsFoundNowhereAfterwards_AndEveryFigureIsAsBefore()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        host.IsBroken = true; // stages and reasons are not called after people
        var emma = await host.CallerAsync("EMMA", ActSource.Portal);
        await CallAnnaAsync(host);
        await host.DoAsync<OpportunitiesContext>(PlantAsync);
        var before = await host.DoAsync<OpportunitiesContext, IReadOnlyList<string>>(FiguresAsync);
        var planted = await host.DoAsync<OpportunitiesContext, IReadOnlyList<string>>(FoundAsync);

        var erased = (await host.DoAsync<PrivacyActs, Result<Erasure>>(
            acts => acts.ErasePersonAsync("anna", [], emma, CancellationToken.None))).Done();

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Equal(TextColumns.Of(db).Sum(t => t.Columns.Count), planted.Count);
            Assert.Empty(await FoundAsync(db));
            Assert.Equal(before, await FiguresAsync(db));
            var anna = await db.Salespeople.SingleAsync(p => p.Id == 1);
            Assert.Equal(
                ("ERASED-1", "Erased 1", null, null, true), (anna.Code, anna.Name, anna.Email, anna.EntraObjectId, anna.Blocked));
            Assert.Equal("ERASED-1", erased.Key);
            Assert.False(await db.StoredItems.AnyAsync(i => i.OwnerId == 1));
            var last = await db.AuditEntries.OrderByDescending(a => a.Id).FirstAsync(a => a.SubjectKey == "ERASED-1");
            Assert.Equal(AuditSentences.Erased, last.Sentence);
        });
    }

    [Fact]
    public async Task WhatAPersonWroteIsBlanked_AndTheirActsStandByANumber()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (anna, emma) = (await host.CallerAsync("ANNA"), await host.CallerAsync("EMMA", ActSource.Portal));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.AuditEntries.AddRange(
                AuditEntry.Of(anna, AuditSubjects.Opportunity, "OPP-00001", AuditSentences.NoteAdded, "she likes tulips"),
                AuditEntry.Of(anna, AuditSubjects.Opportunity, "OPP-00001", AuditSentences.Assigned, "Anna Keller", "Ben Okafor"),
                AuditEntry.Of(
                    emma, AuditSubjects.Opportunity, "OPP-00002", AuditSentences.NoteAdded, "ANNA KELLER called; Annabel Kellerman too"));
            await db.SaveChangesAsync();
        });

        (await host.DoAsync<PrivacyActs, Result<Erasure>>(
            acts => acts.ErasePersonAsync("ANNA", [], emma, CancellationToken.None))).Done();

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            var hers = await db.AuditEntries.Where(a => a.ById == 1).ToListAsync();
            Assert.NotEmpty(hers);
            Assert.All(hers, line => Assert.Equal("Erased 1", line.ByName));
            Assert.All(await db.Entries.Where(e => e.ById == 1).ToListAsync(), e => Assert.Equal(("Erased 1", null), (e.ByName, e.Note)));
            Assert.Equal(["***"], hers.Single(a => a.Sentence == AuditSentences.NoteAdded).Arguments);
            Assert.Equal(["***", "Ben Okafor"], hers.Single(a => a.Sentence == AuditSentences.Assigned).Arguments);
            Assert.Equal(
                ["*** called; Annabel Kellerman too"],
                (await db.AuditEntries.SingleAsync(a => a.ById == 5 && a.Sentence == AuditSentences.NoteAdded)).Arguments);
        });
    }

    [Fact]
    public async Task AContactIsErasedLikewise_WithTheOtherNamesThatAreGiven()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var emma = await host.CallerAsync("EMMA", ActSource.Portal);
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.AuditEntries.Add(AuditEntry.Of(
                emma, AuditSubjects.Opportunity, "OPP-00002", AuditSentences.NoteAdded, "Ana Lima, whom all call Nini"));
            await db.SaveChangesAsync();
        });
        var before = await host.DoAsync<OpportunitiesContext, IReadOnlyList<string>>(FiguresAsync);

        var erased = (await host.DoAsync<PrivacyActs, Result<Erasure>>(
            acts => acts.EraseContactAsync("CT-00009", ["Nini"], emma, CancellationToken.None))).Done();

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            var contact = await db.Contacts.SingleAsync(c => c.No == "CT-00009");
            Assert.Equal(("Erased CT-00009", SearchText.Fold("Erased CT-00009"), true), (contact.Name, contact.Search, contact.Blocked));
            Assert.Equal(
                ["***, whom all call ***"], (await db.AuditEntries.SingleAsync(a => a.Sentence == AuditSentences.NoteAdded)).Arguments);
            Assert.Equal(before, await FiguresAsync(db));
            Assert.Equal("CT-00009", erased.Key);
        });
    }

    [Theory]
    [InlineData("ANNA", "BEN", null, "forbidden")]
    [InlineData("DAVID", "BEN", null, "forbidden")]
    [InlineData("EMMA", "NOBODY", null, "notFound")]
    [InlineData("EMMA", "EMMA", null, "eraseOneself")]
    [InlineData("EMMA", "BEN", "Al", "nameTooShort")]
    public async Task WhatIsRefusedChangesNothing(string who, string whom, string? also, string code)
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var caller = await host.CallerAsync(who, ActSource.Portal);

        var result = await host.DoAsync<PrivacyActs, Result<Erasure>>(
            acts => acts.ErasePersonAsync(whom, also is null ? [] : [also], caller, CancellationToken.None));

        Assert.Equal(code, Assert.IsType<Result<Erasure>.Refused>(result).First.Code);
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Equal(5, await db.Salespeople.CountAsync(p => !p.Blocked));
            Assert.False(await db.AuditEntries.AnyAsync(a => a.Sentence == AuditSentences.Erased));
        });
    }

    [Fact]
    public async Task WhoAsksGetsTheirRecordTheirActsAndEveryTextThatNamesThem()
    {
        await using var host = await DomainHost.StartWithDemoAsync();
        var (david, emma) = (await host.CallerAsync("DAVID"), await host.CallerAsync("EMMA", ActSource.Portal));
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            db.AuditEntries.Add(AuditEntry.Of(david, AuditSubjects.Opportunity, "OPP-00011", AuditSentences.NoteAdded, "ask Ben Okafor"));
            await db.SaveChangesAsync();
        });

        var data = (await host.DoAsync<PrivacyActs, Result<PersonalData>>(
            acts => acts.FindPersonAsync("BEN", [], emma, CancellationToken.None))).Done();

        Assert.Equal(("BEN", "Ben Okafor"), (data.Key, data.Record["Name"]));
        Assert.Equal(10, data.Opportunities.Count);
        Assert.NotEmpty(data.Acts);
        Assert.Contains(data.Texts, t => t is { Table: "AuditEntry", Column: "Arguments", Text: "ask Ben Okafor" });
        Assert.Contains(data.Texts, t => t is { Table: "Salesperson", Column: "Email" });
        var refused = await host.DoAsync<PrivacyActs, Result<PersonalData>>(
            acts => acts.FindPersonAsync("BEN", [], david, CancellationToken.None));
        Assert.Equal("forbidden", Assert.IsType<Result<PersonalData>.Refused>(refused).First.Code);
    }

    [Theory]
    [InlineData("Call Zoë Quill.", "Call ***.")]
    [InlineData("ZOË QUILL's", "***'s")]
    [InlineData("Zoë Quillman", "Zoë Quillman")]
    [InlineData("zoe quill", "***")]
    [InlineData(
        "{\"Name\":\"Zo\\u00EB Quill\",\"n\":1,\"x\":[\"\\u2019Zo\\u00EB Quill\",null]}",
        "{\"Name\":\"***\",\"n\":1,\"x\":[\"\\u2019***\",null]}")]
    [InlineData("{\"Zoë Quill\":true}", "{\"Zo\\u00EB Quill\":true}")]
    [InlineData("[not json Zoë Quill", "[not json ***")]
    [InlineData("https://x.example/?q=Zo%C3%AB%20Quill&a", "https://x.example/?q=***&a")]
    public void ANameIsFoundHoweverItIsWritten_AndNotInsideOtherWords(string text, string erased) =>
        Assert.Equal(erased, new PersonalNames([Canary, null, " ", "ab"]).Erased(text));

    [Fact]
    public async Task WhatIsNotLookedIntoIsThere_AndIsNobodysWords()
    {
        await using var host = await DomainHost.StartAsync();
        await host.DoAsync<OpportunitiesContext>(db =>
        {
            var columns = db.Model.GetEntityTypes().SelectMany(t => t.GetProperties().Select(p => $"{t.ClrType.Name}.{p.Name}"))
                .ToHashSet();
            Assert.Subset(columns, TextColumns.NobodysWords.ToHashSet());
            Assert.True(TextColumns.Of(db).Count >= 15);
            return Task.CompletedTask;
        });
    }

    private static Task CallAnnaAsync(DomainHost host) => host.DoAsync<OpportunitiesContext>(async db =>
    {
        var anna = await db.Salespeople.SingleAsync(p => p.Code == "ANNA");
        var entry = db.Entry(anna);
        entry.Property(p => p.Name).CurrentValue = Canary;
        entry.Property(p => p.Email).CurrentValue = Mail;
        entry.Property(p => p.EntraObjectId).CurrentValue = ObjectId;
        await db.SaveChangesAsync();
        Assert.Equal(1, anna.Id);
    });

    /// <summary>Writes the name into each column of one row of each table, past all rules; where a table has no row, it gets one.</summary>
    private static async Task PlantAsync(OpportunitiesContext db)
    {
        db.WaitingPeople.Add(WaitingPerson.Of(Guid.NewGuid(), "x", "x", DateTimeOffset.UnixEpoch));
        db.ApiTokens.Add(ApiToken.Create("x", "x", Role.Admin, null, DateTimeOffset.UnixEpoch).Done());
        var webhook = Webhook.Create(
            new WebhookForm("x", "https://example.com/", WebhookEvents.NoteAdded), "x", privateAllowed: false,
            DateTimeOffset.UnixEpoch).Done();
        db.Webhooks.Add(webhook);
        await db.SaveChangesAsync();
        db.WebhookDeliveries.Add(WebhookOutbox.Delivery(webhook.Id, WebhookEvents.NoteAdded, "x", DateTimeOffset.UnixEpoch, "{}"));
        db.OutboxMessages.Add(new OutboxMessage { Id = 1, TurnId = 1, Payload = "{}" });
        db.KeptImports.Add(new KeptImport
        {
            Id = "x",
            SalespersonId = 2,
            State = ImportState.Ready,
            Content = "{}",
            ExpiresAt = DateTimeOffset.MaxValue,
        });
        db.Set<ImportLot>().Add(new ImportLot { ImportId = "x", Number = 0, Content = "[]" });
        db.StoredItems.AddRange(
            new StoredItem { Key = "views/1/", OwnerId = 1, Value = "[]" },
            new StoredItem
            {
                Key = "some/" + Canary,
                Value = JsonSerializer.Serialize(new[] { Canary }),
                ExpiresAt = DateTimeOffset.MaxValue,
            },
            new StoredItem { Key = "wins/2/", Value = JsonSerializer.Serialize(new Dictionary<string, string> { ["Name"] = Canary }) });
        db.KnownConversations.Add(new KnownConversation
        {
            TenantId = Canary,
            Kind = KnownConversationKind.Group,
            Name = Canary,
            Reference = JsonSerializer.Serialize(Canary),
        });
        await db.SaveChangesAsync();
        foreach (var (table, columns) in TextColumns.Of(db))
        {
            List<object> rows = [];
            await foreach (var row in TextColumns.Rows(db, table, CancellationToken.None))
            {
                rows.Add(row);
            }

            Assert.True(rows.Count > 0, table.Name + " has no row.");
            if (rows[0] is StoredItem or KnownConversation)
            {
                continue; // made above: their keys cannot be changed
            }

            var entry = db.Attach(rows.Last(r => r is not Salesperson { Id: 1 or 5 }));
            foreach (var column in columns)
            {
                entry.Property(column.Name).CurrentValue = column.ClrType == typeof(string) ? Canary : (object)new[] { "x", Canary };
            }

            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Columns in which the name or the mail stands, in any way of writing it.</summary>
    private static async Task<IReadOnlyList<string>> FoundAsync(OpportunitiesContext db)
    {
        var found = new HashSet<string>();
        foreach (var (table, columns) in TextColumns.Of(db))
        {
            await foreach (var row in TextColumns.Rows(db, table, CancellationToken.None))
            {
                found.UnionWith(columns.Where(column => TextColumns.Texts(row, column).Any(HoldsIt))
                    .Select(column => $"{table.ClrType.Name}.{column.Name}"));
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static bool HoldsIt(string text) => new[] { Canary, "zoe quill", @"Zo\u00EB Quill", Mail, ObjectId.ToString() }
        .Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>All of opportunities, history and tasks that is no text, as it is stored; a version counts savings.</summary>
    private static async Task<IReadOnlyList<string>> FiguresAsync(OpportunitiesContext db)
    {
        List<string> figures = [];
        foreach (var table in new[] { db.Opportunities.EntityType, db.Entries.EntityType, db.Tasks.EntityType })
        {
            await foreach (var row in TextColumns.Rows(db, table, CancellationToken.None))
            {
                figures.Add(table.ClrType.Name + " " + string.Join(' ', table.GetProperties()
                    .Where(p => p.Name != nameof(Entity.Version) && p.ClrType != typeof(string) && p.PropertyInfo is not null)
                    .Select(p => $"{p.Name}={p.PropertyInfo!.GetValue(row)}")));
            }
        }

        Assert.True(figures.Count > 100);
        return [.. figures.Order(StringComparer.Ordinal)];
    }
}
