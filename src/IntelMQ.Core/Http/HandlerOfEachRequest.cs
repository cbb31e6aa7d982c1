namespace IntelMQ.Http;

/// <summary>Sends each request by a handler that is asked for anew, so that a host may exchange handlers while clients live.</summary>
internal sealed class HandlerOfEachRequest(Func<HttpMessageHandler> find) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var invoker = new HttpMessageInvoker(find(), disposeHandler: false);
        return invoker.Send(request, cancellationToken);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var invoker = new HttpMessageInvoker(find(), disposeHandler: false);
        return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
