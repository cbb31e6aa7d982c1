using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Net;

namespace IntelMQ.Replay.Outside.Amqp;

/// <summary>An AMQP 0-9-1 server with one queue: takes what is published, or hands out the case's messages.</summary>
internal sealed class AmqpOutside : IOutside
{
    private readonly AmqpServer _server;
    private readonly Listener _listener;
    private readonly bool _isSource;

    public AmqpOutside(ObservedCase question)
    {
        _isSource = question.Outside.TryGetProperty("messages", out _);
        _server = new AmqpServer(question.Outside);
        _listener = new Listener((stream, cancellationToken) => new AmqpSession(stream, _server).ServeAsync(cancellationToken));
    }

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", _listener.Port);
    }

    // The recorded broker had the usual port. A collector is to end with its connection.
    public void Change(JsonObject parameters)
    {
        parameters.TryAdd("connection_port", _listener.Port);
        if (_isSource)
            parameters["reconnect"] = false;
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        lock (_server.Gate)
        {
            if (_isSource)
                observed["left"] = _server.Waiting.Count;
            else
                observed["messages"] = new JsonArray([.. _server.Taken.Select(static message => message.DeepClone())]);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
