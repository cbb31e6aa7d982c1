using System.Globalization;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kills;

/// <summary>Knows what went in, and looks for it in what came out.</summary>
internal sealed class KillSheet
{
    private const int Kinds = 50;

    private readonly Dictionary<long, int> _good = [];
    private readonly HashSet<long> _bad = [];
    private long _last;

    /// <summary>The events, and how often each stands in the input.</summary>
    public IReadOnlyDictionary<long, int> Good => _good;

    /// <summary>The lines that no parser takes.</summary>
    public IReadOnlySet<long> Bad => _bad;

    /// <summary>A line of input: an event, one that was there before, or one that no parser takes.</summary>
    public string NextLine(bool isBad, Random? isAgain)
    {
        if (isAgain is not null && _last > 0)
        {
            long again = 1 + isAgain.NextInt64(_last);
            if (!_bad.Contains(again))
            {
                _good[again]++;
                return Line(again);
            }
        }

        long id = ++_last;
        if (isBad)
            _bad.Add(id);
        else
            _good.Add(id, 1);
        return isBad ? string.Create(CultureInfo.InvariantCulture, $"{{\"extra.id\": {id}, \"source.ip\": \"nowhere\", ") : Line(id);
    }

    public async Task CountAsync(KillFolders folders, KillTally tally, int rounds)
    {
        var found = new Dictionary<long, int>();
        foreach (string line in File.ReadLines(folders.Events))
        {
            if (NumberIn(line, "extra.id") is { } id)
                found[id] = found.GetValueOrDefault(id) + 1;
            else
                tally.Torn++;
        }

        long counted = 0;
        foreach (string line in File.ReadLines(folders.Counts))
        {
            if (NumberIn(line, "extra.count") is { } count)
                counted += count;
            else
                tally.Torn++;
        }

        var failed = new Dictionary<long, int>();
        await using (var store = FileFailureStore.Open(new FileFailureStoreOptions { Folder = folders.Failures }, Schema.Default, TimeProvider.System, NullLogger.Instance))
        {
            await foreach (StoredFailure failure in store.ReadAsync(default).ConfigureAwait(false))
            {
                long id = NumberOfBad(System.Text.Encoding.UTF8.GetString(failure.Failure.Message.Raw.Span));
                failed[id] = failed.GetValueOrDefault(id) + 1;
            }
        }

        long doubled = found.Values.Sum(static times => times - 1L) + failed.Values.Sum(static times => times - 1L);
        tally.Sent += _good.Count + _bad.Count;
        tally.Lost += _good.Keys.Count(id => !found.ContainsKey(id)) + _bad.Count(id => !failed.ContainsKey(id));
        tally.Doubled += doubled;
        tally.MostDoubled = Math.Max(tally.MostDoubled, (doubled + rounds - 1) / rounds);
        tally.Uncounted += Math.Max(0, _good.Count - counted);
        tally.Overcounted += Math.Max(0, counted - _good.Count);
    }

    /// <summary>The number in a line that no parser takes.</summary>
    public static long NumberOfBad(string text) => long.Parse(text["{\"extra.id\": ".Length..text.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    private static string Line(long id)
        => string.Create(CultureInfo.InvariantCulture, $"{{\"extra.id\": {id}, \"classification.identifier\": \"kind-{id % Kinds}\", \"source.ip\": \"192.0.2.{id % 250}\"}}");

    public static long? NumberIn(string line, string name)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty(name, out JsonElement number) && number.TryGetInt64(out long value) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
