using IntelMQ.Bots;
using IntelMQ.Bots.Outputs;
using IntelMQ.Export;
using IntelMQ.Messages;
using static IntelMQ.PostgreSql.Tests.SqlTest;

namespace IntelMQ.PostgreSql.Tests;

[Collection(PostgreSqlServer.Name)]
public sealed class SqlOutputTests(PostgreSqlServer server)
{
    private PostgreSqlProgram Server => server.Program;

    [PostgreSqlFact]
    public async Task Every_kind_of_value_arrives_as_what_it_is()
    {
        await using SqlOutput output = await StartAsync(Server);
        await output.SendAsync(
            [
                Read("""
                {"source.ip": "2001:db8::1", "source.network": "192.0.2.0/24", "time.source": "2026-05-04T10:20:30.123456+00:00", "time.observation": "1969-12-31T23:59:59+00:00",
                "source.asn": 64496, "feed.accuracy": 33.3, "source.tor_node": false, "comment": "tab\t, \"quote\", \\ and ü", "extra.b.c": [1, null], "extra.a": "ü", "raw": "eA=="}
                """),
                Read("""{"source.ip": "198.51.100.1"}"""),
            ],
            default);
        Assert.Equal(
            [
                "1|2001:db8::1|192.0.2.0/24|2026-05-04 10:20:30.123456+00|1969-12-31 23:59:59+00|64496|33.3|f|tab\t, \"quote\", \\ and ü|{\"b.c\": [1, null], \"a\": \"ü\"}|eA==",
                "2|198.51.100.1|||||||||",
            ],
            Ask(Server, "SELECT id, \"source.ip\", \"source.network\", \"time.source\", \"time.observation\", \"source.asn\", \"feed.accuracy\", \"source.tor_node\", comment, extra, raw FROM events ORDER BY id"));
    }

    [PostgreSqlFact]
    public async Task A_value_that_its_column_refuses_costs_its_own_event_only()
    {
        await using SqlOutput output = await StartAsync(Server);
        Event[] events = [.. Numbered(20), Read("""{"source.asn": 4294967295}"""), Read("""{"event_hash": "0123456789ABCDEF0123456789ABCDEF01234567"}"""), Read("""{"comment": "a\u0000b"}""")];
        Assert.Equal(2, await StoreInHalvesAsync(output, events));
        Assert.Equal(21, Count(Server));
    }

    [PostgreSqlFact]
    public async Task What_the_server_refuses_is_refused_with_its_reason()
    {
        await using SqlOutput output = await StartAsync(Server);
        Run(Server, "ALTER TABLE events ADD CHECK (\"source.port\" <> 7)");
        RefusedException refusal = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(Numbered(10), default).AsTask());
        Assert.Contains("violates check constraint", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count(Server));
        Assert.Equal(1, await StoreInHalvesAsync(output, Numbered(10)));
        Assert.Equal(9, Count(Server));
    }

    [PostgreSqlFact]
    public async Task A_field_without_a_column_is_refused_until_there_is_one()
    {
        await using SqlOutput output = await StartAsync(Server, static options => options.Fields = null);
        Run(Server, "ALTER TABLE events DROP COLUMN comment");
        Assert.Contains("no column comment", (await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Read("""{"comment": "c"}""")], default).AsTask())).Message, StringComparison.Ordinal);
        await using SqlOutput later = new(Options(Server), Services);
        await later.StartAsync(default);
        Run(Server, "ALTER TABLE events ADD COLUMN comment text");
        await later.SendAsync([Read("""{"comment": "c"}""")], default);
        Assert.Equal(1, Count(Server));
    }

    [PostgreSqlFact]
    public async Task Only_the_fields_that_are_wanted_are_stored_and_an_event_without_them_is_refused()
    {
        await using SqlOutput output = await StartAsync(Server, static options => options.Fields = ["source.port", "extra"]);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Numbered(1)[0], Read("""{"comment": "c"}""")], default).AsTask());
        await output.SendAsync(Numbered(1), default);
        Assert.Equal(["1||{\"n\": 0}|"], Ask(Server, "SELECT \"source.port\", \"source.ip\", extra, raw FROM events"));
    }

    [PostgreSqlFact]
    public async Task The_escape_of_NUL_in_JSON_is_stored_as_it_is_written()
    {
        await using SqlOutput output = await StartAsync(Server, null, new EventTableOptions { Jsonb = true });
        await output.SendAsync([Read("""{"extra.a": "x\u0000y", "extra.b": "\\u0000"}""")], default);
        Assert.Equal(["x\\u0000y|\\u0000"], Ask(Server, "SELECT extra->>'a', extra->>'b' FROM events"));
    }

    [PostgreSqlFact]
    public async Task A_table_with_other_types_takes_text()
    {
        await using SqlOutput output = await StartAsync(Server);
        Run(Server, "ALTER TABLE events ALTER COLUMN \"feed.accuracy\" TYPE numeric, ALTER COLUMN \"source.network\" TYPE cidr, ALTER COLUMN \"source.port\" TYPE smallint, ALTER COLUMN \"misp.event_uuid\" TYPE uuid USING \"misp.event_uuid\"::uuid");
        await output.SendAsync([Read("""{"feed.accuracy": 33.25, "source.network": "192.0.2.0/24", "source.port": 80, "misp.event_uuid": "0a1b2c3d-1111-2222-3333-444455556666", "comment": "a\tb\\c\nd", "extra.a": "\u0000\\"}""")], default);
        Assert.Equal(["33.25|192.0.2.0/24|80|0a1b2c3d-1111-2222-3333-444455556666|a\tb\\c\nd|\\u0000\\"], Ask(Server, "SELECT \"feed.accuracy\", \"source.network\", \"source.port\", \"misp.event_uuid\", comment, extra->>'a' FROM events"));
    }

    [PostgreSqlFact]
    public async Task With_a_ledger_a_batch_that_comes_again_is_not_stored_twice()
    {
        await using SqlOutput output = await StartAsync(Server, static options => options.LedgerTable = "stored");
        await output.SendAsync(Numbered(10), default);
        await output.SendAsync(Numbered(5, from: 3), default);
        await output.SendAsync(Numbered(12), default);
        Assert.Equal(12, Count(Server));
        Assert.Equal(12, Count(Server, "stored"));
        Run(Server, "ALTER TABLE events ADD CHECK (\"source.port\" <> 20)");
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(Numbered(3, from: 19), default).AsTask());
        // What was rolled back is not known either.
        Assert.Equal(12, Count(Server, "stored"));
    }

    [PostgreSqlFact]
    public async Task Raw_stands_in_a_table_of_its_own_where_there_is_one()
    {
        await using SqlOutput output = await StartAsync(Server, static options => options.RawTable = "raws", new EventTableOptions { SeparateRaws = true });
        await output.SendAsync([Read("""{"source.port": 1, "raw": "YQ=="}"""), Read("""{"source.port": 2}"""), Read("""{"source.port": 3, "raw": "Yg=="}""")], default);
        Assert.Equal(["1|YQ==", "2|", "3|Yg=="], Ask(Server, "SELECT \"source.port\", raw FROM v_events ORDER BY id"));
        Assert.Equal(0, Count(Server, "events WHERE raw IS NOT NULL"));
    }

    [PostgreSqlFact]
    public async Task A_view_takes_events_as_a_table_does()
    {
        await using SqlOutput output = await StartAsync(Server, static options => options.Table = "V_events", new EventTableOptions { SeparateRaws = true });
        await output.SendAsync([Read("""{"source.port": 1, "raw": "YQ=="}"""), Read("""{"source.port": 2}""")], default);
        Assert.Equal(["1|YQ==", "2|"], Ask(Server, "SELECT \"source.port\", raw FROM v_events ORDER BY id"));
        Assert.Equal(1, Count(Server, "raws"));
    }

    [PostgreSqlFact]
    public async Task A_table_is_made_and_gets_what_it_lacks()
    {
        await using SqlOutput first = await StartAsync(Server);
        Run(Server, "ALTER TABLE events DROP COLUMN severity, DROP COLUMN \"source.ip\"");
        SqlOutputOptions options = Options(Server);
        options.CreateTable = true;
        await using var output = new SqlOutput(options, Services);
        await output.StartAsync(default);
        await output.SendAsync([Read("""{"source.ip": "192.0.2.1", "severity": "low", "source.asn": 4294967295}""")], default);
        Assert.Equal(["192.0.2.1|low|4294967295"], Ask(Server, "SELECT \"source.ip\", severity, \"source.asn\" FROM events"));
        Assert.Single(Ask(Server, "SELECT 1 FROM pg_indexes WHERE indexname = 'idx_events_source.ip'"));
    }

    [PostgreSqlFact]
    public async Task A_table_can_be_divided_into_partitions()
    {
        await using SqlOutput output = await StartAsync(Server, null, new EventTableOptions { PartitionKey = "time.observation", SeparateRaws = true });
        await output.SendAsync([Read("""{"time.observation": "2026-01-01T00:00:00+00:00"}""")], default);
        Assert.Equal(1, Count(Server, "events_default"));
    }

    // As a host does.
    private static async Task<int> StoreInHalvesAsync(SqlOutput output, Event[] events)
    {
        try
        {
            await output.SendAsync(events, default);
            return 0;
        }
        catch (RefusedException) when (events.Length == 1)
        {
            return 1;
        }
        catch (RefusedException)
        {
            int half = events.Length / 2;
            return await StoreInHalvesAsync(output, [.. events.Take(half)]) + await StoreInHalvesAsync(output, [.. events.Skip(half)]);
        }
    }
}
