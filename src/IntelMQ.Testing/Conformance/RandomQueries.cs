using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using IntelMQ.Messages;
using IntelMQ.Store;

namespace IntelMQ.Testing.Conformance;

/// <summary>Makes events and questions of few values, so that questions find something.</summary>
internal sealed class RandomQueries(int seed)
{
    private static readonly string[] Addresses = ["192.0.2.1", "192.0.2.17", "192.0.2.255", "198.51.100.7", "203.0.113.9", "2001:db8::1", "2001:db8:0:1::2", "2001:db8:1::3", "2001:db8::ffff", "::1"];
    private static readonly string[] Networks = ["192.0.2.0/24", "192.0.2.0/28", "192.0.2.17/32", "198.51.0.0/16", "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:db8::/48", "2001:db8:1::/48", "2001:db8::1/128", "192.0.0.0/7"];
    private static readonly string[] Names = ["example.com", "www.example.com", "notexample.com", "a.b.example.org", "example.org"];
    private static readonly string[] Domains = ["example.com", "example.org", "com", "b.example.org", "e.com"];
    private static readonly string[] Texts = ["a", "A", "ab", "ä", "\U0001F600", "\uFFFD", "it's", "100%", "a_b", "\"q\"", "back\\slash", "z ~ z"];
    private static readonly string[] Types = ["scanner", "phishing", "c2-server"];
    private static readonly string[] Members = ["extra.tag", "extra.count", "extra.deep/list/0", "extra.deep/name", "extra.deep/list/2", "extra.tag.name"];
    private static readonly DateTimeOffset Start = new(2024, 2, 27, 22, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private int _number;

    public Event NextEvent()
    {
        var message = new Event { ["extra.number"] = ++_number };
        Maybe(() => message["source.ip"] = Pick(Addresses));
        Maybe(() => message["destination.ip"] = Pick(Addresses));
        Maybe(() => message["source.network"] = Pick(Networks));
        Maybe(() => message["source.fqdn"] = Pick(Names));
        Maybe(() => message["classification.type"] = Pick(Types));
        Maybe(() => message["source.port"] = _random.Next(1, 5));
        Maybe(() => message["source.asn"] = Pick([64496L, 64497L, 4200000000L]));
        Maybe(() => message["feed.accuracy"] = Pick([0.5, 12.25, 100.0]));
        Maybe(() => message["comment"] = Pick(Texts));
        Maybe(() => message["time.observation"] = EventValue.Of(NextTime()).Text);
        Maybe(() => message["time.source"] = EventValue.Of(NextTime()).Text);
        Maybe(() => message["extra.tag"] = Pick(Texts));
        Maybe(() => message["extra.tag.name"] = Pick(["x", "y"]));
        Maybe(() => message.Set("extra.count", _random.Next(4) switch { 0 => 1, 1 => 2.5, 2 => true, _ => (Harmonization.FieldValue)"1" }));
        Maybe(() => message.Set("extra.deep", Harmonization.FieldValue.Json(_random.Next(2) == 0 ? "{\"list\": [1, \"a\"], \"name\": \"\\u00e4\"}"u8 : "{\"list\": [\"x\", null, {\"y\": 1e400}], \"name\": false}"u8)));
        return message;
    }

    public EventQuery NextQuery() => new()
    {
        Filter = NextFilter(0),
        TimeField = Pick(["time.observation", "time.source"]),
        From = _random.Next(3) == 0 ? NextTime() : null,
        Until = _random.Next(3) == 0 ? NextTime() : null,
        SortBy = Pick(["id", "time.observation", "time.source", "source.port", "comment"]),
        IsAscending = _random.Next(2) == 0,
        Limit = Pick([5, 1000]),
    };

    public GroupQuery NextGroups(EventQuery query)
    {
        GroupKey[] keys =
        [
            "classification.type", "source.ip", "source.network", "source.asn", "source.fqdn", "comment", "time.source", new("time.observation", TimeBucket.Hour), new("time.observation", TimeBucket.Day),
            new("time.source", TimeBucket.Week), new("time.observation", TimeBucket.Month),
        ];
        return new GroupQuery
        {
            Filter = query.Filter,
            TimeField = query.TimeField,
            From = query.From,
            Until = query.Until,
            Keys = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(keys))],
            Distinct = _random.Next(2) == 0 ? Pick(["source.ip", "source.fqdn", "source.asn"]) : null,
        };
    }

    private EventFilter NextFilter(int depth) => _random.Next(depth > 3 ? 9 : 13) switch
    {
        0 => EventFilter.Exists(Pick(["source.ip", "extra", "comment", "source.asn", .. Members])),
        1 => EventFilter.Inside(Pick(["source.ip", "destination.ip", "source.network"]), [.. Many(() => IPNetwork.Parse(Pick(Networks.Where(static one => one != "192.0.0.0/7").ToArray())))]),
        2 => EventFilter.BelowDomain("source.fqdn", Pick(Domains)),
        3 => EventFilter.Contains(Pick(["comment", "source.fqdn", "extra.tag", "extra.deep/name"]), Pick([.. Texts, "example"])),
        4 => NextRange(),
        5 => EventFilter.In(Pick(["extra.tag", "extra.count", "extra.deep/list/0", "extra.deep/name", "extra.tag.name"]), [.. Many(NextMember)]),
        6 => EventFilter.In("source.ip", [.. Many(() => (EventValue)Pick(Addresses))]),
        7 => EventFilter.Equal("classification.type", Pick(Types)),
        8 => Pick<EventFilter>([EventFilter.Equal("source.asn", Pick([64496L, 4200000000L])), EventFilter.Equal("feed.accuracy", Pick([0.5, 12.25])), EventFilter.Equal("comment", Pick(Texts)), EventFilter.Equal("time.source", NextTime()), EventFilter.Equal("source.network", Pick(Networks))]),
        9 => !NextFilter(depth + 1),
        10 => EventFilter.All([.. Many(() => NextFilter(depth + 1))]),
        11 => EventFilter.Any([.. Many(() => NextFilter(depth + 1))]),
        _ => NextFilter(depth + 1) & NextFilter(depth + 1),
    };

    private RangeFilter NextRange()
    {
        (string field, Func<EventValue> value) = Pick<(string, Func<EventValue>)>(
        [
            ("source.port", () => _random.Next(1, 5)), ("feed.accuracy", () => Pick([0.5, 12.25])), ("comment", () => Pick(Texts)), ("time.source", () => NextTime()), ("extra.count", () => Pick([1, 2.5])), ("extra.tag", () => Pick(Texts)),
            ("extra.deep/list/0", () => 1), ("source.asn", () => 64497),
        ]);
        return new RangeFilter(field)
        {
            From = _random.Next(3) == 0 ? (EventValue?)null : value(),
            IsFromIncluded = _random.Next(2) == 0,
            Until = _random.Next(3) == 0 ? (EventValue?)null : value(),
            IsUntilIncluded = _random.Next(2) == 0,
        };
    }

    private EventValue NextMember() => _random.Next(4) switch { 0 => 1, 1 => 2.5, 2 => _random.Next(2) == 0, _ => Pick([.. Texts, "1", "x"]) };

    private DateTimeOffset NextTime() => Start.AddHours(_random.Next(0, 80)).AddTicks(_random.Next(2) == 0 ? 0 : 1234560);

    private ImmutableArray<T> Many<T>(Func<T> next) => [.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => next())];

    private void Maybe(Action set)
    {
        if (_random.Next(3) > 0)
            set();
    }

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"seed {seed}");
}
