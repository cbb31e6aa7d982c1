using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Sieve;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Store;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Sieve;

public sealed class SieveSearchTests
{
    private static readonly string[] Events =
    [
        """{"source.ip": "192.0.2.7", "source.port": 22, "classification.type": "scanner", "time.observation": "2024-05-06T10:00:00+00:00", "extra.tag": "x"}""",
        """{"source.ip": "198.51.100.1", "source.port": 443, "classification.type": "phishing", "time.observation": "2024-05-01T10:00:00+00:00", "comment": "abc"}""",
        """{"source.fqdn": "www.example.com", "source.tor_node": true, "extra.count": 3}""",
    ];

    [Theory]
    [InlineData("source.port == 22")]
    [InlineData("source.port != 22")]
    [InlineData("source.port > 22 || source.port <= 22")]
    [InlineData("source.port :in [22, 80]")]
    [InlineData("source.ip << '192.0.2.0/24'")]
    [InlineData("source.ip << ['192.0.2.0/24', '198.51.100.0/24']")]
    [InlineData("source.ip == '192.0.2.7'")]
    [InlineData("classification.type != 'scanner'")]
    [InlineData("classification.type :in ['scanner', 'phishing'] && !(source.port == 443)")]
    [InlineData("comment :contains 'b'")]
    [InlineData("comment :containsany ['z', 'bc']")]
    [InlineData("source.tor_node == true")]
    [InlineData("source.tor_node != true")]
    [InlineData("extra.tag == 'x'")]
    [InlineData("extra.count >= 3")]
    [InlineData(":exists source.fqdn")]
    [InlineData(":notexists source.fqdn")]
    [InlineData("time.observation :before '2024-05-02'")]
    [InlineData("time.observation :after '2 days'")]
    [InlineData("(source.port == 22 // a comment\n || source.port == 443) && :exists source.ip")]
    public async Task A_search_finds_the_events_that_the_rule_matches(string condition)
    {
        var clock = new FakeClock(new DateTimeOffset(2024, 5, 7, 0, 0, 0, TimeSpan.Zero));
        Assert.True(SieveSearch.TryParse(condition, Schema.Default, clock, out EventFilter? filter, out IReadOnlyList<SieveError> errors), string.Join("\n", errors));
        Assert.True(SieveProgram.TryParse($"if {condition}\n{{ keep }} else {{ drop }}", Schema.Default, clock, out SieveProgram? program, out _));
        Event[] events = [.. Events.Select(static json => Event.TryParse(json, out Event? message) ? message : throw new InvalidOperationException(json))];
        await using var store = new MemoryEventStore(Schema.Default, clock);
        await store.AppendAsync(new EventBatch(events), default);
        var found = new List<string>();
        await foreach (StoredEvent one in store.QueryAsync(new EventQuery { Filter = filter, SortBy = "id", IsAscending = true }, default))
            found.Add(one.Message.ToString());
        Assert.Equal(events.Where(message => program.Run(message.Clone()) != Verdict.Drop).Select(static message => message.ToString()), found);
    }

    [Theory]
    [InlineData("comment =~ '^192'", 1, 1)]
    [InlineData("source.port == 'a' }  drop { ", 1, 20)]
    [InlineData("source.port == 22 { drop } if source.port == 23", 1, 1)]
    [InlineData("source.ip == 'x'", 1, 14)]
    [InlineData("source.port ==", 2, 1)]
    [InlineData("$x == 'a'", 1, 1)]
    public void What_cannot_be_asked_is_told_with_its_place(string condition, int line, int column)
    {
        Assert.False(SieveSearch.TryParse(condition, Schema.Default, TimeProvider.System, out EventFilter? filter, out IReadOnlyList<SieveError> errors));
        Assert.Null(filter);
        Assert.True(errors.Any(error => error.Line == line && error.Column == column), string.Join("\n", errors));
    }

    [Fact]
    public void Nothing_asks_for_all_events()
    {
        Assert.True(SieveSearch.TryParse(" \n", Schema.Default, TimeProvider.System, out EventFilter? filter, out _));
        Assert.Empty(new EventQuery { Filter = filter }.Check(Schema.Default));
    }

    [Fact]
    public void Whatever_is_written_is_read_or_refused()
        => Prop.ForAll<string?>(static text => SieveSearch.TryParse(text ?? "", Schema.Default, TimeProvider.System, out EventFilter? filter, out IReadOnlyList<SieveError> errors) == (errors.Count == 0) && (filter is null) == (errors.Count > 0)).Check(Fuzz.Cases(300));
}
