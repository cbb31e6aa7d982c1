using System.Net;
using IntelMQ.Bots;

namespace IntelMQ.Testing.Conformance;

/// <summary>HTTP and DNS that never answer, and tell when they are first asked.</summary>
internal sealed class SilentNetwork : HttpMessageHandler, IDnsResolver
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first question comes.</summary>
    public Task Asked => _asked.Task;

    public Task<IReadOnlyList<IPAddress>> ResolveAddressesAsync(string name, CancellationToken cancellationToken) => SilenceAsync<IReadOnlyList<IPAddress>>(cancellationToken);

    public Task<IReadOnlyList<string>> ResolvePointersAsync(IPAddress address, CancellationToken cancellationToken) => SilenceAsync<IReadOnlyList<string>>(cancellationToken);

    public Task<IReadOnlyList<string>> ResolveTextsAsync(string name, CancellationToken cancellationToken) => SilenceAsync<IReadOnlyList<string>>(cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => SilenceAsync<HttpResponseMessage>(cancellationToken);

    private async Task<T> SilenceAsync<T>(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return await new TaskCompletionSource<T>().Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
