using IntelMQ.Http;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>Connections as a user has them to the loopback address, and the case's stand-in for all others.</summary>
internal static class OutsideConnections
{
    public static HttpConnections Of(HttpMessageHandler others) => new(settings => new Parting(HttpConnections.CreateHandler(settings), others));

    private sealed class Parting(HttpMessageHandler loopback, HttpMessageHandler others) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _loopback = new(loopback);
        private readonly HttpMessageInvoker _others = new(others, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => (request.RequestUri!.IsLoopback ? _loopback : _others).SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _loopback.Dispose();
            base.Dispose(disposing);
        }
    }
}
