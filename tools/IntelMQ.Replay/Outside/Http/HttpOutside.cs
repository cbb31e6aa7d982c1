using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Net;
using IntelMQ.Replay.Outside.Tls;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>An HTTP server that answers as the case says, and stands in for all other servers too.</summary>
internal class HttpOutside : IOutside
{
    private static readonly HashSet<string> OfTheConnection = ["host", "connection", "content-length", "transfer-encoding", "accept-encoding", "traceparent"];

    private readonly Listener _listener;
    private readonly Func<HttpExchange, HttpAnswer> _answer;
    private readonly TlsPair? _tls;
    private readonly List<HttpExchange> _exchanges = [];

    /// <summary>Starts the server.</summary>
    /// <param name="answer">Answers a request; called for one at a time.</param>
    /// <param name="tls">The certificate; null for plain HTTP.</param>
    public HttpOutside(Func<HttpExchange, HttpAnswer> answer, TlsPair? tls)
    {
        _answer = answer;
        _tls = tls;
        _listener = new Listener(ServeAsync);
    }

    /// <summary>The requests in their order.</summary>
    public IReadOnlyList<HttpExchange> Exchanges => _exchanges;

    /// <inheritdoc/>
    public HttpMessageHandler Through(HttpMessageHandler inner) => new Detour(_listener.Port, inner);

    /// <inheritdoc/>
    public virtual void Change(JsonObject parameters)
    {
    }

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", _listener.Port);
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        lock (_exchanges)
            Observe(observed);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    /// <summary>Adds what was asked to the case's answer.</summary>
    protected virtual void Observe(JsonObject observed) => observed["requests"] = new JsonArray([.. _exchanges.Select(Describe)]);

    /// <summary>A request as the corpus writes it.</summary>
    protected virtual JsonNode Describe(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        JsonObject request = Named(exchange);
        request["headers"] = new JsonObject(exchange.Headers
            .Where(static header => !OfTheConnection.Contains(header.Key))
            .Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
        request["body"] = Bytes.ToJson(exchange.Body);
        return request;
    }

    /// <summary>Method and address of a request as the corpus writes them.</summary>
    protected static JsonObject Named(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return new JsonObject { ["method"] = exchange.Method, [exchange.IsWholeUrl ? "url" : "path"] = exchange.Target };
    }

    private async Task ServeAsync(NetworkStream network, CancellationToken cancellationToken)
    {
        Stream stream = network;
        if (_tls is not null)
        {
            var secure = new SslStream(network);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _tls.Certificate }, cancellationToken);
            stream = secure;
        }

        await using (stream)
        {
            var reader = new HttpReader(stream);
            while (await reader.ReadAsync(cancellationToken) is { } exchange)
            {
                HttpAnswer answer;
                lock (_exchanges)
                {
                    _exchanges.Add(exchange);
                    answer = _answer(exchange);
                }

                if (!await answer.WriteAsync(stream, exchange.Method == "HEAD", cancellationToken))
                    return;
                await stream.FlushAsync(cancellationToken);
            }
        }
    }
}
