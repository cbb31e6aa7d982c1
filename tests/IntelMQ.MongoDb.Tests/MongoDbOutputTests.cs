using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using MongoDB.Bson;

namespace IntelMQ.MongoDb.Tests;

public sealed class MongoDbOutputTests
{
    [Fact]
    public async Task A_batch_is_one_insert_with_types_dates_and_names_without_dots()
    {
        await using var server = new MongoStandIn();
        int inserts = 0;
        server.OnInsert = _ =>
        {
            inserts++;
            return null;
        };
        await using MongoDbOutput output = await StartAsync(server);
        await output.SendAsync(
            [
                Read("""{"time.observation": "2026-05-04T10:20:30.123456+00:00", "time.source": "2026-05-04T10:20:30+00:00", "source.asn": 4294967295, "feed.accuracy": 80.0, "source.tor_node": true, "extra.a.b": [1, null, {"c.d": "x"}], "extra.huge": 1000000000000000000000000000000}"""),
                Read("""{"comment": "ü"}"""),
            ],
            default);
        Assert.Equal(1, inserts);
        (string collection, BsonDocument document) = server.Inserted[0];
        Assert.Equal("intelmq/events", collection);
        Assert.Equal(new BsonDateTime(1777890030123), document["time_observation"]);
        Assert.Equal("2026-05-04T10:20:30+00:00", document["time_source"].AsString);
        Assert.Equal(4294967295L, document["source_asn"].AsInt64);
        Assert.Equal(80.0, document["feed_accuracy"].AsDouble);
        Assert.True(document["source_tor_node"].AsBoolean);
        Assert.Equal("x", document["extra_a_b"][2]["c.d"].AsString);
        Assert.Equal("1000000000000000000000000000000", document["extra_huge"].AsDecimal128.ToString());
        Assert.Equal("ü", server.Inserted[1].Document["comment"].AsString);
    }

    [Fact]
    public async Task Documents_can_be_hierarchical_and_times_dates_in_both_forms()
    {
        await using var server = new MongoStandIn();
        Event message = Read("""{"time.source": "2026-05-04T10:20:30+00:00", "source.ip": "192.0.2.1", "extra.a": 1}""");
        await using MongoDbOutput nested = await StartAsync(server, static options => options.HierarchicalOutput = true);
        await nested.SendAsync([message], default);
        await using MongoDbOutput flat = await StartAsync(server, static options => (options.TimeSourceAsDate, options.ReplacementChar) = (true, "-"));
        await flat.SendAsync([message], default);
        Assert.Equal(new BsonDateTime(1777890030000), server.Inserted[0].Document["time"]["source"]);
        Assert.Equal(1, server.Inserted[0].Document["extra"]["a"].AsInt32);
        Assert.Equal(new BsonDateTime(1777890030000), server.Inserted[1].Document["time-source"]);
    }

    [Fact]
    public async Task An_event_that_comes_again_is_the_same_document_and_no_failure()
    {
        await using var server = new MongoStandIn();
        await using MongoDbOutput output = await StartAsync(server);
        await output.SendAsync([Read("""{"comment": "a"}"""), Read("""{"comment": "b"}""")], default);
        Assert.NotEqual(server.Inserted[0].Document["_id"], server.Inserted[1].Document["_id"]);
        server.OnInsert = static _ => WriteErrors((0, 11000, "E11000 duplicate key"));
        await output.SendAsync([Read("""{"comment": "a"}""")], default);
        Assert.Equal(server.Inserted[0].Document["_id"], server.Inserted[2].Document["_id"]);
    }

    [Fact]
    public async Task A_document_that_is_refused_fails_alone_and_the_others_are_not_sent_again()
    {
        await using var server = new MongoStandIn { OnInsert = static documents => documents.Count == 3 ? WriteErrors((1, 121, "Document failed validation")) : documents[0].Contains("status") ? WriteErrors((0, 121, "Document failed validation")) : null };
        await using MongoDbOutput output = await StartAsync(server);
        Event[] batch = [Read("""{"comment": "a"}"""), Read("""{"status": "bad"}"""), Read("""{"comment": "c"}""")];
        RefusedException refusal = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(batch, default).AsTask());
        Assert.Contains("failed validation", refusal.Message, StringComparison.Ordinal);
        await output.SendAsync([batch[0]], default);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([batch[1]], default).AsTask());
        await output.SendAsync([batch[2]], default);
        Assert.Equal(4, server.Inserted.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_anew_once()
    {
        int hangups = 1;
        await using var server = new MongoStandIn { OnInsert = _ => hangups-- > 0 ? MongoStandIn.Hangup : null };
        await using MongoDbOutput output = await StartAsync(server);
        await output.SendAsync([Read("""{"comment": "a"}""")], default);
        Assert.Equal(2, server.Connections.Count);
        Assert.Equal(server.Inserted[0].Document, server.Inserted[1].Document);
        hangups = 2;
        await Assert.ThrowsAsync<DatabaseServiceException>(() => output.SendAsync([Read("""{"comment": "b"}""")], default).AsTask());
        await output.SendAsync([Read("""{"comment": "b"}""")], default);
    }

    [Fact]
    public async Task A_server_that_is_restarted_or_not_a_primary_may_be_there_again()
    {
        var server = new MongoStandIn();
        int port = server.Port;
        await using MongoDbOutput output = await StartAsync(server, static options => options.ConnectTimeout = TimeSpan.FromSeconds(2));
        await output.SendAsync([Read("""{"comment": "a"}""")], default);
        await server.DisposeAsync();
        await Assert.ThrowsAsync<DatabaseServiceException>(() => output.SendAsync([Read("""{"comment": "b"}""")], default).AsTask());
        await using var again = new MongoStandIn(port) { OnInsert = static _ => new BsonDocument { ["ok"] = 0, ["code"] = 10107, ["errmsg"] = "not primary" } };
        await Assert.ThrowsAsync<DatabaseServiceException>(() => output.SendAsync([Read("""{"comment": "b"}""")], default).AsTask());
        again.OnInsert = static _ => null;
        await output.SendAsync([Read("""{"comment": "b"}""")], default);
    }

    [Fact]
    public async Task A_user_logs_in_and_a_wrong_password_stops_the_bot_without_showing_it()
    {
        await using var server = new MongoStandIn { User = ("u", "right") };
        await using MongoDbOutput output = await StartAsync(server, static options => (options.DbUser, options.DbPass) = ("u", new Secret("right")));
        await output.SendAsync([Read("""{"comment": "a"}""")], default);
        Assert.Equal(["u"], server.Connections);
        BotConfigurationException wrong = await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync(server, static options => (options.DbUser, options.DbPass) = ("u", new Secret("wrong-one"))));
        Assert.Contains("let the user in", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", wrong.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync(server));
    }

    [Fact]
    public async Task A_server_that_is_not_there_stops_the_bot_in_time()
    {
        var server = new MongoStandIn();
        await server.DisposeAsync();
        BotConfigurationException exception = await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync(server, static options => options.ConnectTimeout = TimeSpan.FromSeconds(1)));
        Assert.Contains("not there", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("a.b")]
    public void A_replacement_holds_no_dot(string replacement)
        => Assert.Contains("replacement_char", Assert.Throws<BotConfigurationException>(() => new MongoDbOutput(new MongoDbOutputOptions { Database = "d", Collection = "c", ReplacementChar = replacement })).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_event_becomes_a_document_or_is_refused()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<bool>(), static (text, isNested) =>
        {
            var message = new Event();
            message.Set("extra.a", Harmonization.FieldValue.Text(Encoding.UTF8.GetBytes(text.Get)));
            message.Set("extra.a.b", Harmonization.FieldValue.Json(Encoding.UTF8.GetBytes($"{{{System.Text.Json.JsonSerializer.Serialize(text.Get)}: 1e5}}")));
            try
            {
                return new EventDocument(new MongoDbOutputOptions { HierarchicalOutput = isNested }).Of(message).ToBson().Length > 0;
            }
            catch (RefusedException)
            {
                return text.Get.Contains('\0');
            }
        }).Check(Fuzz.Quick);

    private static BsonDocument WriteErrors(params (int Index, int Code, string Message)[] errors) => new()
    {
        ["n"] = 0,
        ["writeErrors"] = new BsonArray(errors.Select(static error => new BsonDocument { ["index"] = error.Index, ["code"] = error.Code, ["errmsg"] = error.Message })),
        ["ok"] = 1,
    };

    private static Event Read(string json)
        => Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error) ? message : throw new InvalidOperationException(error.ToString());

    private static async Task<MongoDbOutput> StartAsync(MongoStandIn server, Action<MongoDbOutputOptions>? set = null)
    {
        var options = new MongoDbOutputOptions { Host = "127.0.0.1", Port = server.Port, Database = "intelmq", Collection = "events" };
        set?.Invoke(options);
        var output = new MongoDbOutput(options);
        try
        {
            await output.StartAsync(default);
            return output;
        }
        catch
        {
            await output.DisposeAsync();
            throw;
        }
    }
}
