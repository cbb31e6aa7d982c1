using System.Globalization;

namespace Acme.IntelMQ.Bots;

/// <summary>
/// Answers that outlive the process: a line for each, with the second until which it holds, the address and the owner, empty for none.
/// Thread-safe. A cache may lose what a crash took; it is asked for again.
/// </summary>
internal sealed class OwnerFile : IDisposable
{
    private const int MaxAnswers = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Until, string? Owner)> _answers = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly TimeProvider _time;
    private StreamWriter _writer;
    private int _lines;
    private bool _disposed;

    public OwnerFile(string path, TimeProvider time)
    {
        (_path, _time) = (path, time);
        if (File.Exists(path))
        {
            foreach (string line in File.ReadLines(path))
                Load(line);
        }

        _writer = Rewrite();
    }

    public bool TryGet(string key, out string? owner, out TimeSpan left)
    {
        lock (_gate)
        {
            bool isKnown = _answers.TryGetValue(key, out (long Until, string? Owner) answer);
            (owner, left) = (answer.Owner, TimeSpan.FromSeconds(answer.Until - Now));
            return isKnown && left > TimeSpan.Zero;
        }
    }

    public void Add(string key, string? owner, TimeSpan keptFor)
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            if (_answers.Count >= MaxAnswers)
                _answers.Clear();
            long until = Now + (long)keptFor.TotalSeconds;
            _answers[key] = (until, owner);
            if (++_lines > 2 * MaxAnswers)
            {
                _writer.Dispose();
                _writer = Rewrite();
            }
            else
            {
                Write(_writer, key, until, owner);
                _writer.Flush();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
                _writer.Dispose();
            _disposed = true;
        }
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    private static void Write(StreamWriter writer, string key, long until, string? owner)
        => writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{until}\t{key}\t{owner?.ReplaceLineEndings(" ")}"));

    private void Load(string line)
    {
        if (line.Split('\t', 3) is [var until, var key, var owner] && _answers.Count < MaxAnswers
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out long second) && second > Now && second < Now + 31_536_000)
            _answers[key] = (second, owner.Length == 0 ? null : owner);
    }

    private StreamWriter Rewrite()
    {
        using (var writer = new StreamWriter($"{_path}.new"))
        {
            foreach ((string key, (long until, string? owner)) in _answers)
                Write(writer, key, until, owner);
        }

        File.Move($"{_path}.new", _path, overwrite: true);
        _lines = _answers.Count;
        return new StreamWriter(_path, append: true);
    }
}
