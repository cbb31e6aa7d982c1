using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Net;

/// <summary>
/// The other side of IntelMQ's TCP output: messages with a length in front, each answered with <c>Ok</c> or what the case says; or
/// messages behind each other with a separator.
/// </summary>
internal sealed class TcpSink : IOutside
{
    private const string Close = "close";

    private readonly Listener _listener;
    private readonly byte[] _separator;
    private readonly bool _answers;
    private readonly Queue<string> _answersInOrder = new();
    private readonly List<Connection> _connections = [];

    public TcpSink(ObservedCase question)
    {
        _separator = Encoding.UTF8.GetBytes(question.Parameter("separator") ?? "");
        _answers = question.Says("counterpart_is_intelmq", byDefault: true);
        if (question.Outside.TryGetProperty("answers", out JsonElement answers) && answers.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement answer in answers.EnumerateArray())
                _answersInOrder.Enqueue(answer.GetString()!);
        }

        _listener = new Listener(ServeAsync);
    }

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", _listener.Port);
    }

    public async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        await _listener.DrainAsync(cancellationToken);
        var connections = new JsonArray();
        foreach (Connection connection in _connections.Where(static connection => connection.Any))
        {
            connections.Add(_separator.Length > 0
                ? new JsonObject { ["bytes"] = Bytes.ToJson(connection.Received.ToArray()) }
                : new JsonObject { ["frames"] = new JsonArray([.. connection.Frames.Select(static frame => Bytes.ToJson(frame))]) });
        }

        observed["connections"] = connections;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var connection = new Connection();
        _connections.Add(connection);
        while (await ReadMessageAsync(stream, connection, cancellationToken))
        {
            string answer = _answersInOrder.TryDequeue(out string? next) ? next : "Ok";
            if (answer == Close)
                return;
            if (_answers)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
        }
    }

    private async Task<bool> ReadMessageAsync(NetworkStream stream, Connection connection, CancellationToken cancellationToken)
    {
        if (_separator.Length > 0)
        {
            var one = new byte[1];
            while (await stream.ReadAsync(one, cancellationToken) == 1)
            {
                connection.Received.Add(one[0]);
                if (one[0] == _separator[^1] && connection.Received.TakeLast(_separator.Length).SequenceEqual(_separator))
                    return true;
            }

            return false;
        }

        var length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, 4, throwOnEndOfStream: false, cancellationToken) < 4)
            return false;
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(frame, cancellationToken);
        connection.Frames.Add(frame);
        return true;
    }

    private sealed class Connection
    {
        public List<byte> Received { get; } = [];

        public List<byte[]> Frames { get; } = [];

        public bool Any => Received.Count + Frames.Count > 0;
    }
}
