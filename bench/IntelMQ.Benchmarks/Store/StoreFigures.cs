using System.Diagnostics;
using System.Globalization;
using System.Net;
using IntelMQ.Messages;
using IntelMQ.Sqlite.Store;
using IntelMQ.Store;

namespace IntelMQ.Benchmarks.Store;

/// <summary>Fills an event store in SQLite, and asks it what is commonly asked; each first page is held against a read by the primary key.</summary>
internal static class StoreFigures
{
    private const int BatchSize = 1000;
    private const int Rounds = 15;
    private const int PageSize = 50;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Types = ["scanner", "scanner", "scanner", "scanner", "vulnerable-system", "vulnerable-system", "vulnerable-system", "infected-system", "c2-server", "phishing"];

    public static async Task<int> RunAsync(int count, string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "store.db");
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={file}" });
        await store.MigrateAsync(default);
        long begin = Stopwatch.GetTimestamp();
        for (int first = 0; first < count; first += BatchSize)
            await store.AppendAsync(new EventBatch([.. Enumerable.Range(first, Math.Min(BatchSize, count - first)).Select(n => EventOf(n, count))]) { Id = string.Create(CultureInfo.InvariantCulture, $"b{first}") }, default);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Write($"{count} events in {seconds:F0} s, {count / seconds:F0} a second, {new FileInfo(file).Length / (double)count:F0} bytes each, {Environment.WorkingSet / 1024 / 1024} MiB of memory at the end.");
        double key = await MedianAsync(async () => _ = await store.FindAsync(Random.Shared.Next(1, count), default));
        Write($"A read by primary key: {key * 1000:F2} ms.\n");
        Write("| question | first page, ms | times a read by key |\n| --- | --- | --- |");
        bool isGood = true;
        foreach ((string name, EventQuery query) in Questions(count))
        {
            double time = await MedianAsync(async () =>
            {
                await foreach (StoredEvent _ in store.QueryAsync(query with { Limit = PageSize }, default))
                {
                }
            });
            isGood &= time <= 20 * key;
            Write($"| {name} | {time * 1000:F2} | {time / key:F1} |");
        }

        begin = Stopwatch.GetTimestamp();
        await store.GroupAsync(new GroupQuery { Keys = [new GroupKey("time.observation", TimeBucket.Day), "classification.type"], TimeLimit = TimeSpan.FromHours(1) }, default);
        Write($"\nAll events by day and classification.type: {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s.");
        return isGood ? 0 : 1;
    }

    private static IEnumerable<(string Name, EventQuery Query)> Questions(int count)
    {
        DateTimeOffset end = Start.AddSeconds(count * 3L);
        yield return ("the newest", new EventQuery());
        yield return ("by id, the newest", new EventQuery { SortBy = "id" });
        yield return ("an hour", new EventQuery { From = end.AddHours(-5), Until = end.AddHours(-4) });
        yield return ("an address", Of(EventFilter.Equal("source.ip", "10.0.3.7")));
        yield return ("an address that is not there", Of(EventFilter.Equal("source.ip", "192.0.2.1")));
        yield return ("ten addresses", Of(EventFilter.In("source.ip", [.. Enumerable.Range(1, 10).Select(static n => (EventValue)$"10.0.9.{n}")])));
        yield return ("a network of 256", Of(EventFilter.Inside("source.ip", IPNetwork.Parse("10.0.3.0/24"))));
        yield return ("a network of IPv6", Of(EventFilter.Inside("source.ip", IPNetwork.Parse("2001:db8:7::/48"))));
        yield return ("an AS", Of(EventFilter.Equal("source.asn", 64496)));
        yield return ("an AS, a day", Of(EventFilter.Equal("source.asn", 64500)) with { From = end.AddDays(-1) });
        yield return ("a name", Of(EventFilter.Equal("source.fqdn", "host77.example.com")));
        yield return ("a common type", Of(EventFilter.Equal("classification.type", "scanner")));
        yield return ("a rare type", Of(EventFilter.Equal("classification.type", "phishing")));
        yield return ("a taxonomy", Of(EventFilter.Equal("classification.taxonomy", "fraud")));
        yield return ("an identifier", Of(EventFilter.Equal("classification.identifier", "cve-7")));
        yield return ("a feed", Of(EventFilter.Equal("feed.name", "Feed 3")));
        yield return ("a feed and a type", Of(EventFilter.Equal("feed.name", "Feed 3") & EventFilter.Equal("classification.type", "c2-server")));
        yield return ("a country", Of(EventFilter.Equal("source.geolocation.cc", "AT")));
        yield return ("a contact", Of(EventFilter.Equal("source.abuse_contact", "abuse7@example.com")));
        yield return ("a malware", Of(EventFilter.Equal("malware.name", "malware3")));
    }

    private static EventQuery Of(EventFilter filter) => new() { Filter = filter };

    private static Event EventOf(int n, int count)
    {
        int host = (int)((uint)(n * 2654435761L) % (uint)Math.Max(1, count / 8));
        string type = Types[n % Types.Length];
        return new Event
        {
            ["time.observation"] = EventValue.Of(Start.AddSeconds(n * 3L)).Text,
            ["source.ip"] = n % 10 == 0 ? $"2001:db8:{host % 1000:x}::{host:x}" : $"10.{host / 65536 % 256}.{host / 256 % 256}.{host % 256}",
            ["source.port"] = 1 + (n % 60000),
            ["source.asn"] = 64496 + (n % 16),
            ["source.fqdn"] = $"host{host}.example.com",
            ["source.geolocation.cc"] = n % 3 == 0 ? "AT" : "DE",
            ["source.abuse_contact"] = $"abuse{host % 500}@example.com",
            ["classification.type"] = type,
            ["classification.taxonomy"] = type == "phishing" ? "fraud" : "other",
            ["classification.identifier"] = $"cve-{n % 5000}",
            ["feed.name"] = $"Feed {n % 20}",
            ["malware.name"] = $"malware{n % 40}",
            ["extra.tag"] = $"tag{n % 100}",
            ["raw"] = "MTkyLjAuMi43LDQ0MyxzY2FubmVyLDIwMjQtMDUtMDYgMTA6MDA6MDAsZXhhbXBsZQ==",
        };
    }

    private static async Task<double> MedianAsync(Func<Task> work)
    {
        var times = new double[Rounds];
        await work();
        for (int i = 0; i < Rounds; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await work();
            times[i] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }

        Array.Sort(times);
        return times[Rounds / 2];
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void Write(string text) => Console.WriteLine(text);
}
