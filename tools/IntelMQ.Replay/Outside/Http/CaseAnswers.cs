using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>The answers of a case, of which the first that fits is given.</summary>
internal sealed class CaseAnswers
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    private readonly List<Entry> _entries = [];
    private readonly HttpAnswer _otherwise;

    /// <summary>Reads the answers.</summary>
    /// <param name="outside">The case's <c>outside</c>; its member <c>http</c> may be missing.</param>
    /// <param name="otherwise">The answer where none fits.</param>
    public CaseAnswers(JsonElement outside, HttpAnswer otherwise)
    {
        _otherwise = otherwise;
        if (!outside.TryGetProperty("http", out JsonElement answers) || answers.ValueKind != JsonValueKind.Array)
            return;
        foreach (JsonElement answer in answers.EnumerateArray())
        {
            int times = answer.TryGetProperty("times", out JsonElement most) ? most.GetInt32() : int.MaxValue;
            _entries.Add(new Entry(Answers.Text(answer, "method"), Answers.Text(answer, "path"), Read(answer)) { Left = times });
        }
    }

    public HttpAnswer Of(HttpExchange exchange)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Left == 0 || !entry.Fits(exchange))
                continue;
            entry.Left--;
            return entry.Answer;
        }

        return _otherwise;
    }

    private static HttpAnswer Read(JsonElement answer)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (answer.TryGetProperty("headers", out JsonElement listed) && listed.ValueKind == JsonValueKind.Object)
            headers.AddRange(listed.EnumerateObject().Select(static header => KeyValuePair.Create(header.Name, header.Value.ToString())));
        return new HttpAnswer
        {
            Status = answer.TryGetProperty("status", out JsonElement status) ? status.GetInt32() : 200,
            Headers = headers,
            Body = answer.TryGetProperty("body", out JsonElement body) ? Bytes.Of(body) : [],
            Chunks = answer.TryGetProperty("chunks", out JsonElement chunks) ? [.. chunks.EnumerateArray().Select(Bytes.Of)] : null,
            IsTruncated = answer.TryGetProperty("truncate", out JsonElement cut) && cut.ValueKind == JsonValueKind.True,
            Delay = answer.TryGetProperty("delay", out JsonElement delay) ? TimeSpan.FromSeconds(delay.GetDouble()) : TimeSpan.Zero,
            Drops = answer.TryGetProperty("drop", out JsonElement drop) && drop.ValueKind == JsonValueKind.True,
        };
    }

    private sealed class Entry(string? method, string? path, HttpAnswer answer)
    {
        private readonly Regex? _path = path is null ? null : new Regex($"^(?:{path})$", RegexOptions.CultureInvariant, MatchTime);

        public int Left { get; set; }

        public HttpAnswer Answer { get; } = answer;

        public bool Fits(HttpExchange exchange)
            => (method is null || method == exchange.Method) && (_path is null || _path.IsMatch(exchange.Target));
    }
}
