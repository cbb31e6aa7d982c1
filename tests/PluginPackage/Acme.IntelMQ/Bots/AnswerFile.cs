using System.Globalization;
using IntelMQ.State;

namespace Acme.IntelMQ.Bots;

/// <summary>
/// Answers that outlive the process: a line for each, with the second until which it holds, its key and its text. Thread-safe. A crash may
/// take the last ones; they are asked for again.
/// </summary>
internal sealed class AnswerFile : ISharedAnswers, IDisposable
{
    private const int MaxAnswers = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long? Until, string Text)> _answers = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly TimeProvider _time;
    private StreamWriter _writer;
    private int _lines;

    public AnswerFile(string path, TimeProvider time)
    {
        (_path, _time) = (path, time);
        if (File.Exists(path))
        {
            foreach (string line in File.ReadLines(path))
                Load(line);
        }

        _writer = Rewrite();
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    public ValueTask<SharedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_answers.TryGetValue(key, out (long? Until, string Text) answer) || answer.Until <= Now)
                return new((SharedAnswer?)null);
            return new(new SharedAnswer(answer.Text, answer.Until is { } until ? TimeSpan.FromSeconds(until - Now) : null));
        }
    }

    public ValueTask KeepAsync(string key, SharedAnswer answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // Simple, and rare: what goes is asked for again.
            if (_answers.Count >= MaxAnswers)
                _answers.Clear();
            long? until = answer.KeptFor is { } time ? Now + (long)Math.Min(time.TotalSeconds, int.MaxValue) : null;
            _answers[key] = (until, answer.Text);
            if (++_lines > 2 * MaxAnswers)
            {
                _writer.Dispose();
                _writer = Rewrite();
            }
            else
            {
                Write(_writer, key, until, answer.Text);
                _writer.Flush();
            }
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        lock (_gate)
            _writer.Dispose();
    }

    private static void Write(StreamWriter writer, string key, long? until, string text)
        => writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{until}\t{Uri.EscapeDataString(key)}\t{Uri.EscapeDataString(text)}"));

    private void Load(string line)
    {
        if (_answers.Count == MaxAnswers || line.Split('\t') is not [var until, var key, var text])
            return;
        if (until.Length == 0)
            _answers[Uri.UnescapeDataString(key)] = (null, Uri.UnescapeDataString(text));
        else if (long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out long second) && second > Now)
            _answers[Uri.UnescapeDataString(key)] = (second, Uri.UnescapeDataString(text));
    }

    private StreamWriter Rewrite()
    {
        using (var writer = new StreamWriter($"{_path}.new"))
        {
            foreach ((string key, (long? until, string text)) in _answers)
                Write(writer, key, until, text);
        }

        File.Move($"{_path}.new", _path, overwrite: true);
        _lines = _answers.Count;
        return new StreamWriter(_path, append: true);
    }
}
