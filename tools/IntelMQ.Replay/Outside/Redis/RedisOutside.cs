using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Net;

namespace IntelMQ.Replay.Outside.Redis;

/// <summary>A small Redis: databases in memory, transactions, and what client libraries ask when they connect.</summary>
internal sealed class RedisOutside : IOutside
{
    private readonly Listener _listener;
    private readonly SortedDictionary<int, RedisDatabase> _databases = [];
    private readonly RedisForm _form;
    private readonly string _word;

    public RedisOutside(ObservedCase question, RedisForm form)
    {
        _form = form;
        _word = form == RedisForm.Lists ? "@PORT@" : "@REDISPORT@";
        if (question.Outside.TryGetProperty("cached", out JsonElement cached) && cached.ValueKind == JsonValueKind.Array)
        {
            int number = question.Parameters.TryGetProperty("redis_cache_db", out JsonElement db) && db.TryGetInt32(out int given) ? given : 9;
            foreach (JsonElement key in cached.EnumerateArray())
                Database(number).Set(key.GetString()!, "1"u8.ToArray());
        }

        _listener = new Listener(ServeAsync);
    }

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add(_word, _listener.Port);
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        lock (_databases)
            observed[_form switch { RedisForm.Lists => "lists", RedisForm.Queues => "redis", _ => "cache" }] = Describe();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private JsonObject Describe()
    {
        var told = new JsonObject();
        foreach ((int number, RedisDatabase database) in _databases)
        {
            if (_form == RedisForm.Cache)
            {
                foreach ((string key, byte[] value) in database.Values)
                    told[key] = new JsonArray(Bytes.ToJson(value), database.ExpiryOf(key));
                continue;
            }

            foreach ((string key, List<byte[]> list) in database.Lists)
                told[_form == RedisForm.Lists ? string.Create(CultureInfo.InvariantCulture, $"{number}:{key}") : key] = new JsonArray([.. list.Select(static item => Bytes.ToJson(item))]);
        }

        return told;
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var reader = new RespReader(stream);
        var session = new Session();
        while (await reader.ReadAsync(cancellationToken) is { } parts)
        {
            byte[] answer;
            lock (_databases)
                answer = Answer(session, Encoding.ASCII.GetString(parts[0]).ToUpperInvariant(), parts);
            await stream.WriteAsync(answer, cancellationToken);
        }
    }

    private byte[] Answer(Session session, string command, byte[][] parts)
    {
        if (session.Queue is { } queue && command is not ("EXEC" or "DISCARD"))
        {
            queue.Add(parts);
            return RespAnswer.Simple("QUEUED");
        }

        switch (command)
        {
            case "SELECT":
                session.Number = int.Parse(parts[1], CultureInfo.InvariantCulture);
                return RespAnswer.Ok;
            case "MULTI":
                session.Queue = [];
                return RespAnswer.Ok;
            case "DISCARD":
                session.Queue = null;
                return RespAnswer.Ok;
            case "EXEC":
                List<byte[][]> commands = session.Queue ?? [];
                session.Queue = null;
                return RespAnswer.Array([.. commands.Select(queued => Answer(session, Encoding.ASCII.GetString(queued[0]).ToUpperInvariant(), queued))]);
            case "PING":
                return parts.Length > 1 ? RespAnswer.Bulk(parts[1]) : RespAnswer.Simple("PONG");
            case "ECHO":
                return RespAnswer.Bulk(parts[1]);
            case "AUTH" or "CLIENT" or "QUIT" or "WATCH" or "UNWATCH":
                return RespAnswer.Ok;
            case "INFO":
                return RespAnswer.Bulk("# Server\r\nredis_version:7.0.0\r\nredis_mode:standalone\r\n# Replication\r\nrole:master\r\n");
            case "CONFIG":
                return RespAnswer.Array();
            default:
                return Database(session.Number).Run(command, parts) ?? RespAnswer.Error($"unknown command '{command}'");
        }
    }

    private RedisDatabase Database(int number)
    {
        if (!_databases.TryGetValue(number, out RedisDatabase? database))
            _databases.Add(number, database = new RedisDatabase());
        return database;
    }

    private sealed class Session
    {
        public int Number { get; set; }

        public List<byte[][]>? Queue { get; set; }
    }
}

/// <summary>What is told of a Redis.</summary>
internal enum RedisForm
{
    /// <summary>The lists, by database and name.</summary>
    Lists,

    /// <summary>The lists, by name.</summary>
    Queues,

    /// <summary>The values and the seconds that they last.</summary>
    Cache,
}
