using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>Parses reports with two schemas and counts what differs.</summary>
internal sealed class ShadowserverTrialRun(ShadowserverSchema? old, ShadowserverSchema fresh)
{
    // Names of fields come from reports.
    private const int MaxNames = 4096;

    private readonly Dictionary<string, long> _classifications = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _fields = new(StringComparer.Ordinal);
    private int _reports;
    private long _oldEvents;
    private long _newEvents;
    private long _oldFailures;
    private long _newFailures;

    public ShadowserverSchemaTrial Result => new()
    {
        Reports = _reports,
        OldEvents = _oldEvents,
        NewEvents = _newEvents,
        OldFailures = _oldFailures,
        NewFailures = _newFailures,
        Classifications = _classifications,
        Fields = _fields,
    };

    /// <summary>Tries a report. Both are read in step, so that it need not be in memory as events.</summary>
    public void Add(Report report, CancellationToken cancellationToken)
    {
        _reports++;
        using IEnumerator<ParsedItem> before = Read(report, old);
        using IEnumerator<ParsedItem> now = Read(report, fresh);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ParsedItem? left = before.MoveNext() ? before.Current : null;
            ParsedItem? right = now.MoveNext() ? now.Current : null;
            if (left is null && right is null)
                return;
            Count(left, ref _oldEvents, ref _oldFailures);
            Count(right, ref _newEvents, ref _newFailures);
            if (left?.Event is { } one && right?.Event is { } other)
                Compare(one, other);
        }
    }

    private static IEnumerator<ParsedItem> Read(Report report, ShadowserverSchema? schema)
        => schema is null ? Enumerable.Empty<ParsedItem>().GetEnumerator()
            : new ShadowserverParser(new ShadowserverParserOptions(), BotServices.Default) { FixedSchema = schema }.Read(report).GetEnumerator();

    private static void Count(ParsedItem? item, ref long events, ref long failures)
    {
        if (item is { Event: not null })
            events++;
        else if (item is { Failure: not null })
            failures++;
    }

    private void Compare(Event old, Event fresh)
    {
        (string before, string now) = (ClassificationOf(old), ClassificationOf(fresh));
        if (before != now)
            Add(_classifications, $"{before} → {now}");
        foreach (FieldKey key in old.KeysInOrder().Union(fresh.KeysInOrder()))
        {
            FieldValue left = old[key];
            FieldValue right = fresh[key];
            if (left.IsMissing != right.IsMissing || left.Kind != right.Kind || !left.Utf8.SequenceEqual(right.Utf8))
                Add(_fields, key.Name);
        }
    }

    private static string ClassificationOf(Event message)
        => $"{message[Fields.Classification.Taxonomy] ?? "-"} / {message[Fields.Classification.Type] ?? "-"} / {message[Fields.Classification.Identifier] ?? "-"}";

    private static void Add(Dictionary<string, long> counts, string name)
    {
        if (counts.TryGetValue(name, out long count) || counts.Count < MaxNames)
            counts[name] = count + 1;
    }
}
