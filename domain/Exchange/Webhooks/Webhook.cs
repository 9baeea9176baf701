using System.Net;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatOpportunities.Domain.Exchange.Webhooks;

/// <summary>Whether a webhook is told what happens.</summary>
public enum WebhookState
{
    /// <summary>It is.</summary>
    On = 0,

    /// <summary>An admin paused it.</summary>
    Paused = 1,

    /// <summary>The product switched it off: nothing arrived for days, or its receiver said that it is gone.</summary>
    SwitchedOff = 2,
}

/// <summary>An address that is told what happens to opportunities, signed by a secret that it shares with us.</summary>
public sealed class Webhook : Entity
{
    public const int MaxNameLength = 50;
    public const int MaxAddressLength = 500;

    /// <summary>Most webhooks of a company: each is a row for every event, and a lane of its own.</summary>
    public const int Most = 20;

    /// <summary>For so long after a new secret was made, the former one signs along with it.</summary>
    public static readonly TimeSpan FormerSecretHolds = TimeSpan.FromHours(24);

    private Webhook()
    {
    }

    /// <summary>What it is for, at most 50 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Where it is told: https, or http too where private addresses are allowed; at most 500 characters.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What it is told of.</summary>
    public WebhookEvents Events { get; private set; }

    public WebhookState State { get; private set; }

    /// <summary>The secret, protected.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>The secret before, protected; null when there was none or it signs no more.</summary>
    public string? FormerSecret { get; private set; }

    /// <summary>UTC instant until which the former secret signs too.</summary>
    public DateTimeOffset? FormerSecretUntil { get; private set; }

    /// <summary>UTC instant at which it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>UTC instant of the first attempt that failed since one arrived; null when the last one arrived. Kept by its lane.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>Attempts that failed since one arrived; kept by its lane.</summary>
    public int Failures { get; private set; }

    /// <summary>UTC instant before which nothing is sent, because too much failed in a row; kept by its lane.</summary>
    public DateTimeOffset? RestUntil { get; private set; }

    /// <summary>The lane that sends for it; null when none does.</summary>
    public Guid? ClaimedBy { get; private set; }

    /// <summary>UTC instant at which the lease of that lane ends; from then on another one may take over.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    internal static Result<Webhook> Create(WebhookForm form, string secret, bool privateAllowed, DateTimeOffset now)
    {
        var webhook = new Webhook { Secret = secret, CreatedAt = now };
        return webhook.Change(form, privateAllowed);
    }

    internal Result<Webhook> Change(WebhookForm form, bool privateAllowed)
    {
        var refusals = Checks.All(
            Checks.RequiredText(form.Name, MaxNameLength, "name"),
            WhyNotTold(form.Address, privateAllowed),
            form.Events == WebhookEvents.None || (form.Events & ~WebhookEventNames.Every) != 0 ? Refusals.NoEvents : null);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        if (form.On == true && State != WebhookState.On)
        {
            Resume();
        }
        else if (form.On == false && State == WebhookState.On)
        {
            Pause();
        }

        (Name, Address, Events) = (Checks.Tidy(form.Name)!, Checks.Tidy(form.Address)!, form.Events);
        return this;
    }

    internal void Pause() => State = WebhookState.Paused;

    internal void SwitchOff() => State = WebhookState.SwitchedOff;

    /// <summary>Goes on; what failed before counts no more.</summary>
    internal void Resume() => (State, FailingSince, Failures, RestUntil) = (WebhookState.On, null, 0, null);

    internal void Renew(string secret, DateTimeOffset now) =>
        (FormerSecret, FormerSecretUntil, Secret) = (Secret, now + FormerSecretHolds, secret);

    private static Refusal? WhyNotTold(string? address, bool privateAllowed)
    {
        if (Checks.RequiredText(address, MaxAddressLength, "address") is { } refusal)
        {
            return refusal;
        }

        if (!Uri.TryCreate(Checks.Tidy(address), UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0
            || uri.Host.Length == 0 || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && privateAllowed)))
        {
            return Refusals.WebhookAddress;
        }

        // Names are looked up when they are connected to: what they lead to now says nothing of later.
        return !privateAllowed && (uri.IsLoopback || (IPAddress.TryParse(uri.IdnHost, out var ip) && !PublicAddresses.IsPublic(ip)))
            ? Refusals.WebhookPrivate : (Refusal?)null;
    }
}

/// <summary>What an admin says of a webhook.</summary>
/// <param name="Name">What it is for, at most 50 characters.</param>
/// <param name="Address">Where it is told; https://, at most 500 characters.</param>
/// <param name="Events">What it is told of; one at least.</param>
/// <param name="On">Whether it is told, or paused; null leaves that as it is.</param>
public sealed record WebhookForm(string? Name, string? Address, WebhookEvents Events, bool? On = null);

internal sealed class WebhookConfiguration : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("Webhooks");
        builder.Property(w => w.Version).IsConcurrencyToken();
        builder.Property(w => w.Name).HasMaxLength(Webhook.MaxNameLength);
        builder.Property(w => w.Address).HasMaxLength(Webhook.MaxAddressLength);
    }
}
