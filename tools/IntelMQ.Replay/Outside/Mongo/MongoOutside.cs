using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Tests;
using MongoDB.Bson;

namespace IntelMQ.Replay.Outside.Mongo;

/// <summary>A server that fails with inserts as the case says, and tells who connected and what was inserted.</summary>
internal sealed class MongoOutside : IOutside
{
    private readonly MongoStandIn _server;
    private readonly ObservedCase _question;

    public MongoOutside(ObservedCase question)
    {
        _question = question;
        var errors = new Queue<string>();
        if (question.Outside.TryGetProperty("insert_errors", out JsonElement wanted))
        {
            foreach (JsonElement error in wanted.EnumerateArray())
                errors.Enqueue(error.GetString()!);
        }

        _server = new MongoStandIn
        {
            User = HasLogin ? (question.Parameter("db_user")!, question.Parameter("db_pass")!) : null,
            OnInsert = _ => !errors.TryDequeue(out string? error) ? null
                : error == "AutoReconnect" ? MongoStandIn.Hangup
                : new BsonDocument { ["ok"] = 0, ["code"] = 2, ["errmsg"] = error },
        };
    }

    private bool HasLogin => _question.Parameter("db_user") is not null && _question.Parameter("db_pass") is not null;

    public void Describe(Placeholders placeholders)
    {
    }

    public void Change(JsonObject parameters)
    {
        parameters["host"] = "127.0.0.1";
        parameters["port"] = _server.Port;
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        lock (_server.Inserted)
            observed["inserted"] = new JsonArray([.. _server.Inserted.Select(static inserted => new JsonArray(inserted.Collection, ToJson(inserted.Document)))]);
        lock (_server.Connections)
            observed["connections"] = new JsonArray([.. _server.Connections.Select(Connection)]);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // Of old servers the recording has the log-in elsewhere; it takes their versions for texts.
    private JsonArray Connection(string? user)
    {
        bool isOld = string.CompareOrdinal(Answers.Text(_question.Outside, "server_version"), "3.4") < 0;
        int port = _question.Parameters.TryGetProperty("port", out JsonElement given) ? given.GetInt32() : 27017;
        return new JsonArray(_question.Parameter("host"), port, user is null || isOld ? new JsonObject() : new JsonObject { ["username"] = user, ["password"] = _question.Parameter("db_pass") });
    }

    private static JsonNode? ToJson(BsonValue value)
    {
        switch (value)
        {
            case BsonDocument document:
                return new JsonObject(document.Elements.Where(static element => element.Name != "_id").Select(static element => KeyValuePair.Create(element.Name, ToJson(element.Value))));
            case BsonArray list:
                return new JsonArray([.. list.Select(ToJson)]);
            case BsonDateTime time:
                DateTime utc = time.ToUniversalTime();
                return new JsonObject { ["$date"] = utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ss+00:00" : "yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture) };
            case BsonInt32 or BsonInt64:
                return JsonValue.Create(value.ToInt64());
            case BsonDouble number:
                return JsonValue.Create(number.Value);
            case BsonDecimal128 number:
                return JsonNode.Parse(number.Value.ToString());
            case BsonBoolean boolean:
                return JsonValue.Create(boolean.Value);
            case BsonNull:
                return null;
            default:
                return JsonValue.Create(value.AsString);
        }
    }
}
