using System.Text.Json.Serialization;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>Small documents of a declared kind.</summary>
[Trait("Suite", "Database")]
public sealed partial class StoredTests
{
    private static readonly Stored<Note> Notes = new("note", NoteJson.Default.Note, TimeSpan.FromMinutes(10));
    private static readonly Stored<Note> ForGood = new("forgood", NoteJson.Default.Note, lifetime: null);
    private static readonly StoredKey Mine = new(7, "one");

    [Fact]
    public async Task ADocumentIsKeptForItsLifetime_WhichBeginsAnewWithEachWriting()
    {
        await using var host = await DomainHost.StartAsync();
        await PutAsync(host, "first");
        host.Clock.Advance(TimeSpan.FromMinutes(9));
        await PutAsync(host, "second");
        host.Clock.Advance(TimeSpan.FromMinutes(9));

        Assert.Equal(new StoredVersion<Note>(new Note("second"), 2), await FindAsync(host));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await FindAsync(host));
    }

    [Fact]
    public async Task ADocumentBelongsToItsOwner_AndIsNamedByKindOwnerAndName()
    {
        await using var host = await DomainHost.StartAsync();
        await PutAsync(host, "mine");
        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Notes.Add(db, new StoredKey(null, new string('x', 81)), new Note("nobody's"), host.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });

        var items = await host.DoAsync<OpportunitiesContext, List<StoredItem>>(
            db => db.StoredItems.Where(i => !TestDatabase.OwnItems.Contains(i.Key)).OrderBy(i => i.OwnerId == null).ToListAsync());

        Assert.Equal(("note/7/one", 7L), (items[0].Key, items[0].OwnerId!.Value));
        Assert.Matches("^note//[0-9a-f]{32}$", items[1].Key); // what is long is hashed
        Assert.Null(items[1].OwnerId);
    }

    [Fact]
    public async Task OfTwoWhoChangeWhatTheyLoaded_TheSecondMeetsAConflict()
    {
        await using var host = await DomainHost.StartAsync();
        await PutAsync(host, "first");

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Equal(new Note("first"), await Notes.LoadAsync(db, Mine, CancellationToken.None));
            await host.DoAsync<OpportunitiesContext>(
                other => Notes.SetAsync(other, Mine, new Note("another's"), host.Clock.GetUtcNow(), CancellationToken.None));
            await Notes.PutAsync(db, Mine, new Note("mine"), host.Clock.GetUtcNow(), CancellationToken.None);
            await db.SaveChangesAsync();
        }));

        Assert.Equal("another's", (await FindAsync(host))?.Value.Text);
    }

    [Fact]
    public async Task OfTwoWhoTakeIt_OneGetsIt()
    {
        await using var host = await DomainHost.StartAsync();
        await PutAsync(host, "once");

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.DoAsync<OpportunitiesContext, Note?>(
            db => Notes.TakeAsync(db, Mine, host.Clock.GetUtcNow(), CancellationToken.None))));

        Assert.Equal("once", Assert.Single(taken, note => note is not null)!.Text);
    }

    [Fact]
    public async Task WhatEndsCannotBeReadWithoutTheTime()
    {
        await using var host = await DomainHost.StartAsync();

        await host.DoAsync<OpportunitiesContext>(async db =>
        {
            Assert.Null(await ForGood.FindAsync(db, Mine, CancellationToken.None));
            await Assert.ThrowsAsync<InvalidOperationException>(() => Notes.FindAsync(db, Mine, CancellationToken.None));
        });
    }

    private static Task PutAsync(DomainHost host, string text) => host.DoAsync<OpportunitiesContext>(async db =>
    {
        await Notes.PutAsync(db, Mine, new Note(text), host.Clock.GetUtcNow(), CancellationToken.None);
        await db.SaveChangesAsync();
    });

    private static Task<StoredVersion<Note>?> FindAsync(DomainHost host) => host.DoAsync<OpportunitiesContext, StoredVersion<Note>?>(
        db => Notes.FindVersionAsync(db, Mine, host.Clock.GetUtcNow(), CancellationToken.None));

    internal sealed record Note(string Text);

    [JsonSerializable(typeof(Note))]
    private sealed partial class NoteJson : JsonSerializerContext;
}
