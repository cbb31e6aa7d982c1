using System.Globalization;

namespace IntelMQ.Hosting.Tests.Support;

/// <summary>What is to be collected; a report is there until it is settled.</summary>
internal sealed class SampleFeed
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, string> _reports = [];
    private readonly List<string> _lines = [];
    private int _last;

    public int Waiting
    {
        get
        {
            lock (_gate)
                return _reports.Count;
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _lines.Count;
        }
    }

    public void Add(int lines)
    {
        lock (_gate)
        {
            string[] added = [.. Enumerable.Range(0, lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"{_last}-{i}"))];
            _lines.AddRange(added);
            _reports.Add(_last++, string.Join('\n', added));
        }
    }

    public void Add(string text)
    {
        lock (_gate)
            _reports.Add(_last++, text);
    }

    public List<(int Number, string Text)> All()
    {
        lock (_gate)
            return [.. _reports.Select(static pair => (pair.Key, pair.Value))];
    }

    public void Settle(int number)
    {
        lock (_gate)
            _reports.Remove(number);
    }

    public string[] Lines()
    {
        lock (_gate)
            return [.. _lines.Order(StringComparer.Ordinal)];
    }

    public async Task WhenSettledAsync()
    {
        while (Waiting > 0)
            await Task.Delay(5);
    }
}
