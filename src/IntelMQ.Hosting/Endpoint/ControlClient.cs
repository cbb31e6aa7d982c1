using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>Gives commands to a host of another process.</summary>
public sealed class ControlClient : IHostControl, IDisposable
{
    private const int MostBytes = 256 << 20;

    // So that a request stays far below what an endpoint takes.
    private const int MostNumbers = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ControlAddress _address;
    private readonly string? _token;
    private readonly HttpMessageInvoker _http;
    private readonly Uri _root;

    /// <summary>Creates a client.</summary>
    /// <param name="address">Where the host takes commands.</param>
    /// <param name="token">The token, where that is a port.</param>
    public ControlClient(ControlAddress address, string? token)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address;
        _token = token;
        _root = new Uri(address.Loopback is { } endPoint ? $"http://{endPoint}" : "http://localhost");
        _http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), ConnectCallback = ConnectAsync });
    }

    /// <summary>A client of the host that lives in a state folder.</summary>
    /// <exception cref="ControlException">None has lived there, or its files cannot be read.</exception>
    public static ControlClient Open(string stateFolder)
    {
        var folder = new ControlFolder(stateFolder);
        try
        {
            ControlAddress address = folder.ReadAddress() ?? throw new ControlException(ControlFault.NoHost, $"No host runs with the state folder '{stateFolder}'.");
            return new ControlClient(address, address.Loopback is null ? null : folder.ReadToken());
        }
        catch (IOException exception)
        {
            throw new ControlException(ControlFault.NoHost, exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<HostStatus> GetStatusAsync(CancellationToken cancellationToken = default)
        => AskAsync(ControlCommands.Status, null, ControlJson.Default.HostStatus, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HostStatus> StartAsync(BotScope bots, CancellationToken cancellationToken = default) => TellAsync(ControlCommands.Start, bots, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HostStatus> StopAsync(BotScope bots, CancellationToken cancellationToken = default) => TellAsync(ControlCommands.Stop, bots, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HostStatus> RestartAsync(BotScope bots, CancellationToken cancellationToken = default) => TellAsync(ControlCommands.Restart, bots, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HostStatus> ReloadAsync(BotScope bots, CancellationToken cancellationToken = default) => TellAsync(ControlCommands.Reload, bots, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HostStatus> SetEnabledAsync(string botId, bool isEnabled, CancellationToken cancellationToken = default)
        => TellAsync(isEnabled ? ControlCommands.Enable : ControlCommands.Disable, BotScope.Of(botId), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<HostMessage>> PeekAsync(string queue, int max, CancellationToken cancellationToken = default)
        => (await AskAsync(ControlCommands.Peek, new ControlRequest { Queue = queue, Max = max }, ControlJson.Default.ControlMessages, cancellationToken).ConfigureAwait(false)).Messages;

    /// <inheritdoc/>
    public async ValueTask<HostMessage?> TakeAsync(string queue, CancellationToken cancellationToken = default)
    {
        ControlMessages answer = await AskAsync(ControlCommands.Take, new ControlRequest { Queue = queue }, ControlJson.Default.ControlMessages, cancellationToken).ConfigureAwait(false);
        return answer.Messages is [var taken, ..] ? taken : null;
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(string queue, string message, CancellationToken cancellationToken = default)
        => await AskAsync(ControlCommands.Put, new ControlRequest { Queue = queue, Message = message }, ControlJson.Default.ControlQueues, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> SendAsync(string botId, string message, string path, CancellationToken cancellationToken = default)
        => (await AskAsync(ControlCommands.Send, new ControlRequest { Bot = botId, Message = message, Path = path }, ControlJson.Default.ControlQueues, cancellationToken).ConfigureAwait(false)).Queues;

    /// <inheritdoc/>
    public async ValueTask<long> ClearAsync(string queue, CancellationToken cancellationToken = default)
        => (await AskAsync(ControlCommands.Clear, new ControlRequest { Queue = queue }, ControlJson.Default.ControlCount, cancellationToken).ConfigureAwait(false)).Removed;

    /// <inheritdoc/>
    public ValueTask<HostTrial> TryAsync(string botId, string? message, CancellationToken cancellationToken = default)
        => AskAsync(ControlCommands.Try, new ControlRequest { Bot = botId, Message = message }, ControlJson.Default.HostTrial, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HostTrial> ProcessAsync(string botId, string? message, CancellationToken cancellationToken = default)
        => AskAsync(ControlCommands.Process, new ControlRequest { Bot = botId, Message = message }, ControlJson.Default.HostTrial, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HostFailures> GetFailuresAsync(CancellationToken cancellationToken = default)
        => AskAsync(ControlCommands.Failures, null, ControlJson.Default.HostFailures, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReadFailuresAsync(long after, int max, CancellationToken cancellationToken = default)
        => (await AskAsync(ControlCommands.ReadFailures, new ControlRequest { After = after, Max = max }, ControlJson.Default.ControlLines, cancellationToken).ConfigureAwait(false)).Lines;

    /// <inheritdoc/>
    public async ValueTask RemoveFailuresAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        foreach (long[] part in numbers.Chunk(MostNumbers))
            await AskAsync(ControlCommands.RemoveFailures, new ControlRequest { Numbers = part }, ControlJson.Default.ControlCount, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask KeepFailuresAsync(IReadOnlyList<string> failures, CancellationToken cancellationToken = default)
        => await AskAsync(ControlCommands.KeepFailures, new ControlRequest { Lines = failures }, ControlJson.Default.ControlCount, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private ValueTask<HostStatus> TellAsync(string command, BotScope bots, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bots);
        return AskAsync(command, new ControlRequest { Bot = bots.Bot, Group = bots.Group }, ControlJson.Default.HostStatus, cancellationToken);
    }

    private async ValueTask<T> AskAsync<T>(string command, ControlRequest? asked, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(asked is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_root, command));
            if (_token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            if (asked is not null)
            {
                request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(asked, ControlJson.Default.ControlRequest));
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }

            using HttpResponseMessage response = await _http.SendAsync(request, limited.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MostBytes, limited.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(limited.Token).ConfigureAwait(false);
            if (response.Content.Headers.ContentType?.MediaType == ControlProblem.MediaType)
            {
                ControlProblem problem = JsonSerializer.Deserialize(body, ControlJson.Default.ControlProblem) ?? throw new JsonException("The problem is null.");
                throw new ControlException(problem.Fault, problem.Complaints);
            }

            if (!response.IsSuccessStatusCode)
                throw new ControlException(ControlFault.NoHost, $"What answers at {_address} is no host of IntelMQ: it says {(int)response.StatusCode}.");
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("The answer is null.");
        }
        catch (HttpRequestException exception)
        {
            throw new ControlException(ControlFault.NoHost, $"No host answers at {_address}: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new ControlException(ControlFault.NoHost, $"What answers at {_address} is no host of IntelMQ: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ControlException(ControlFault.Unavailable, $"The host at {_address} has not answered for {Patience.TotalMinutes:0} minutes.", exception);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = _address.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(_address.SocketPath is { } path ? new UnixDomainSocketEndPoint(path) : _address.Loopback!, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
