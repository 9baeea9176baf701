using OpenTelemetry;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Takes the addresses out of every span before it leaves: paths of the connector hold whose conversation it is, queries what was
/// searched for, and a path that leads nowhere whatever somebody typed. Host and route stay.
/// </summary>
internal sealed class AddressRemover : BaseProcessor<System.Diagnostics.Activity>
{
    private static readonly string[] Addresses = ["url.full", "url.path", "url.query"];

    public override void OnEnd(System.Diagnostics.Activity data)
    {
        foreach (var address in Addresses)
        {
            data.SetTag(address, null);
        }
    }
}
