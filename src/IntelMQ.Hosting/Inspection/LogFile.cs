using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Hosting.Inspection;

/// <summary>Reads the end of a log that bots write in IntelMQ's form: <c>2026-01-31 13:45:10,123 - bot-id - INFO - message</c>.</summary>
public static partial class LogFile
{
    /// <summary>The levels, least first.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    // What lies further back is not read: a log may be of any size.
    private const int MostBytes = 64 << 20;
    private const int LongestMore = 64 << 10;

    /// <summary>Reads the last entries of one bot.</summary>
    /// <param name="path">The file.</param>
    /// <param name="botId">The bot; entries of others in the same file are passed over.</param>
    /// <param name="count">How many, at most; -1 for all that are in the last 64 MiB.</param>
    /// <param name="level">The least level that counts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Oldest first.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<IReadOnlyList<LogEntry>> ReadAsync(string path, string botId, int count, string level, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(botId);
        int least = Levels.ToList().IndexOf(level);
        if (least < 0)
            throw new ArgumentException($"'{level}' is no level; there are {string.Join(", ", Levels)}.", nameof(level));
        var last = new Queue<LogEntry>();
        LogEntry? current = null;
        var more = new StringBuilder();
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length > MostBytes)
                file.Seek(-MostBytes, SeekOrigin.End);
            using var reader = new StreamReader(file, Encoding.UTF8);
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (TryParse(line) is { } entry)
                {
                    Add();
                    current = entry;
                }
                else if (current is not null && more.Length < LongestMore)
                {
                    more.Append(more.Length > 0 ? "\n" : "").Append(line, 0, Math.Min(line.Length, LongestMore));
                }
            }
        }

        Add();
        return [.. last];

        void Add()
        {
            if (current is not null && current.BotId == botId && Levels.ToList().IndexOf(current.Level) >= least && count != 0)
            {
                last.Enqueue(more.Length > 0 ? current with { More = more.ToString() } : current);
                if (count > 0 && last.Count > count)
                    last.Dequeue();
            }

            more.Clear();
        }
    }

    /// <summary>Reads a line that begins an entry; <see langword="null"/> for any other.</summary>
    public static LogEntry? TryParse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Match match = Line().Match(line);
        if (!match.Success || !Levels.Contains(match.Groups["level"].Value)
            || !DateTime.TryParseExact(match.Groups["date"].Value, "yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date))
            return null;
        return new LogEntry(
            date.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            match.Groups["bot"].Value,
            int.TryParse(match.Groups["instance"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int instance) ? instance : null,
            match.Groups["level"].Value,
            match.Groups["message"].Value);
    }

    [GeneratedRegex(@"^(?<date>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) - (?<bot>[\w-]+)(?:\.(?<instance>\d{1,9}))? - (?<level>[A-Z]+) - (?<message>.*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}
