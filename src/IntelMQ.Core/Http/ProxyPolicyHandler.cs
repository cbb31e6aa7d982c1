using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Http;

/// <summary>Holds requests that go through a proxy to the policy on addresses, as far as that can be: the proxy resolves names itself.</summary>
internal sealed class ProxyPolicyHandler(HttpMessageHandler inner, IWebProxy? proxy, AddressPolicy policy) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri url = request.RequestUri!;
        IWebProxy used = proxy ?? HttpClient.DefaultProxy;
        if (!used.IsBypassed(url) && used.GetProxy(url) is { } through && through != url && !await MayAskAsync(url, cancellationToken).ConfigureAwait(false))
            throw new AddressRefusedException(url.Host);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> MayAskAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(url.IdnHost, cancellationToken).ConfigureAwait(false);
            return addresses.Length == 0 || Array.TrueForAll(addresses, policy.Allows);
        }
        catch (SocketException)
        {
            // Only the proxy knows the name.
            return true;
        }
    }
}
