using IntelMQ.Messages;

namespace IntelMQ.Hosting.Tests.Support;

/// <summary>What an output has stored.</summary>
internal sealed class SampleSink
{
    private readonly List<string> _lines = [];

    public int Count
    {
        get
        {
            lock (_lines)
                return _lines.Count;
        }
    }

    public void Add(IReadOnlyList<Event> batch)
    {
        lock (_lines)
            _lines.AddRange(batch.Select(static message => message["extra.line"].ToString()));
    }

    public string[] Lines()
    {
        lock (_lines)
            return [.. _lines.Order(StringComparer.Ordinal)];
    }
}
