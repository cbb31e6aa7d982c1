using System.Collections.Concurrent;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace QuickStart;

/// <summary>A bot of the sample's own: counts events by classification and leaves them as they are.</summary>
internal sealed class ClassificationTally : Expert
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, int>> Counts => _counts.OrderByDescending(static pair => pair.Value);

    public override Verdict Process(Event message)
    {
        string taxonomy = message[Fields.Classification.Taxonomy] ?? "-";
        string type = message[Fields.Classification.Type] ?? "-";
        string identifier = message[Fields.Classification.Identifier] ?? "-";
        _counts.AddOrUpdate($"{taxonomy} / {type} / {identifier}", 1, static (_, count) => count + 1);
        return Verdict.Keep;
    }
}
