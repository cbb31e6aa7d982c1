using System.Net;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>Sends requests for other hosts to the case's server, which is told where they were to go. Nothing leaves the machine.</summary>
internal sealed class Detour(int port, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Uri asked = request.RequestUri!;
        if (asked.IsLoopback)
            return await base.SendAsync(request, cancellationToken);
        request.RequestUri = new UriBuilder("http", IPAddress.Loopback.ToString(), port, "/").Uri;
        request.Headers.TryAddWithoutValidation(HttpReader.OriginalUrl, asked.AbsoluteUri);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = asked;
            request.Headers.Remove(HttpReader.OriginalUrl);
        }
    }
}
