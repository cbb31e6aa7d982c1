using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Whether a site is online, and if not, why.</summary>
internal sealed record SiteState(bool IsOnline, string Reason)
{
    public static SiteState Online { get; } = new(true, "");

    public static SiteState Offline(string reason) => new(false, reason);

    /// <summary>Asks for a URL. That nothing answers is a state of the site too.</summary>
    public static async Task<SiteState> OfAsync(HttpLookup http, string url, bool readsBody, Func<HttpAnswer, SiteState> judge, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? target) || target.Scheme is not ("http" or "https"))
            return Offline("The address is not one of HTTP.");
        try
        {
            return judge(await http.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, target), readsBody, cancellationToken).ConfigureAwait(false));
        }
        catch (LookupException exception)
        {
            return Offline(exception.Message);
        }
    }

    public void WriteTo(Event message, bool overwrite)
    {
        message.Put(Fields.Status, IsOnline ? "online" : "offline", overwrite);
        if (!IsOnline)
            message.Put("extra.reason", Reason, overwrite: true);
    }
}
