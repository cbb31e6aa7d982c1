using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Replay.Outside.Amqp;

/// <summary>What a small AMQP server holds: one queue, exchanges, what binds them, and what came in.</summary>
internal sealed class AmqpServer
{
    private readonly string _queue;
    private readonly string? _binding;
    private readonly bool _isBound;
    private readonly bool? _declaredDurable;
    private readonly Dictionary<string, (string Type, bool IsDurable)> _exchanges = new(StringComparer.Ordinal);
    private readonly List<byte[]> _waiting = [];
    private readonly List<JsonNode> _taken = [];

    public AmqpServer(JsonElement outside)
    {
        _queue = outside.TryGetProperty("queue", out JsonElement queue) ? queue.GetString()! : "cin";
        _isBound = outside.TryGetProperty("binding", out JsonElement binding) && binding.ValueKind == JsonValueKind.String;
        _binding = _isBound ? binding.GetString() : null;
        if (outside.TryGetProperty("exchange_declared_durable", out JsonElement durable))
            _declaredDurable = durable.GetBoolean();
        if (outside.TryGetProperty("messages", out JsonElement messages))
            _waiting.AddRange(messages.EnumerateArray().Select(static message => message.GetBytesFromBase64()));
    }

    public object Gate { get; } = new();

    public IReadOnlyList<JsonNode> Taken => _taken;

    public List<byte[]> Waiting => _waiting;

    /// <summary>Declares an exchange; one that is there has to be the same.</summary>
    public bool TryDeclare(string name, string type, bool isDurable)
    {
        if (!_exchanges.TryGetValue(name, out (string Type, bool IsDurable) known))
            known = _exchanges[name] = (type, _declaredDurable ?? isDurable);
        return known == (type, isDurable);
    }

    public bool HasQueue(string name) => name == _queue;

    /// <summary>Takes a message where a queue is bound for it.</summary>
    public bool TryTake(string exchange, string key, string contentType, byte mode, byte[] body)
    {
        bool isRouted = exchange.Length == 0
            ? key == _queue
            : _isBound && _exchanges.TryGetValue(exchange, out (string Type, bool IsDurable) known) && (known.Type == "fanout" || (known.Type == "topic" && _binding == "#") || key == _binding);
        if (!isRouted)
            return false;
        _taken.Add(new JsonObject
        {
            ["exchange"] = exchange,
            ["routing_key"] = key,
            ["content_type"] = contentType,
            ["delivery_mode"] = mode,
            ["body"] = Bytes.ToJson(body),
        });
        return true;
    }
}
