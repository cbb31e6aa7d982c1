using System.Net;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Lookups.Mmdb;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using MaxMind.Db;

namespace IntelMQ.Benchmarks.Lookups;

/// <summary>Looking addresses up in MaxMind DBs, beside a loop that only walks the tree.</summary>
internal static class MmdbFigures
{
    private const int Addresses = 1 << 16;

    public static Figure Run()
    {
        IpNetworkValue[] networks = SampleNetworks.Take();
        var table = new FigureTable("database", "step", "ns per look-up", "floor: the walk, ns", "times the floor", "bytes allocated");
        Measure(table, "1 million networks", MmdbFile.Build(networks), SampleNetworks.Addresses(networks, Addresses));
        string published = Path.Combine(FigureFolder.Repository, "..", "shared", "corpus", "data", "mmdb", "GeoIP2-City-Test.mmdb");
        if (File.Exists(published))
            Measure(table, "GeoIP2-City-Test", File.ReadAllBytes(published), SampleNetworks.Addresses([.. PublishedNetworks()], Addresses));
        else
            Console.Error.WriteLine($"There is no database '{published}': only the generated one is measured.");
        return new Figure("lookups-mmdb", table);
    }

    private static void Measure(FigureTable table, string database, byte[] file, IpAddressValue[] values)
    {
        byte[][] addresses = [.. values.Select(static value => value.ToIPAddress().GetAddressBytes())];
        using MmdbReader reader = MmdbReader.Load(file);
        var walk = new MmdbWalk(file, (uint)reader.Metadata.NodeCount, reader.Metadata.RecordSize, reader.Metadata.IPVersion == 6);
        IPAddress[] asked = [.. values.Select(static value => value.ToIPAddress())];
        Agreement.Check(addresses.Count(address => walk.Find(address) > reader.Metadata.NodeCount), Find(reader, asked));

        string path = Path.Combine(Path.GetTempPath(), $"intelmq-benchmark-{Environment.ProcessId}.mmdb");
        File.WriteAllBytes(path, file);
        var expert = new MaxmindGeoipExpert(new MaxmindGeoipExpertOptions { Database = path, Overwrite = true });
        Event[] events = [.. values.Select(static value => NewEvent(value))];

        Add("find the record, reading no value", () => Find(reader, asked));
        Add("find and read all of it", () => Read(reader, asked));
        Add("the expert: parse the address, find, set four fields", () => Enrich(expert, events));
        File.Delete(path);

        void Add(string step, Action product)
        {
            RoundsResult result = Rounds.Run(addresses.Length, () => Walk(walk, addresses), product);
            table.Add(database, step, result.Product.Processor, result.Floor.Processor, result.Ratio, Heap.AllocatedBy(product, addresses.Length));
        }
    }

    private static uint Walk(MmdbWalk walk, byte[][] addresses)
    {
        uint sum = 0;
        foreach (byte[] address in addresses)
            sum += walk.Find(address);
        return sum;
    }

    private static int Find(MmdbReader reader, IPAddress[] addresses)
    {
        int found = 0;
        foreach (IPAddress address in addresses)
            found += reader.TryFind(address, out NoValues? _, out _) ? 1 : 0;
        return found;
    }

    private static int Read(MmdbReader reader, IPAddress[] addresses)
    {
        int found = 0;
        foreach (IPAddress address in addresses)
            found += reader.TryFind(address, out Dictionary<string, object>? _, out _) ? 1 : 0;
        return found;
    }

    // A host saves and restores: otherwise what the expert sets would pile up in the event's tail.
    private static void Enrich(MaxmindGeoipExpert expert, Event[] events)
    {
        foreach (Event message in events)
        {
            MessageState before = message.Save();
            expert.Process(message);
            message.Restore(before);
        }
    }

    private static Event NewEvent(IpAddressValue address)
    {
        var message = new Event();
        message.Set("source.ip", address.ToString()).ThrowIfRefused();
        return message;
    }

    // Networks that MaxMind's own test database is known to hold.
    private static IEnumerable<IpNetworkValue> PublishedNetworks()
    {
        foreach (string text in (string[])["2.125.160.216/29", "67.43.156.0/24", "81.2.69.142/31", "81.2.69.144/28", "89.160.20.112/28", "216.160.83.56/29", "2001:218::/32", "2001:220::/31", "2001:256::/32", "2a02:cf40::/29"])
        {
            if (IpNetworkValue.TryParse(text, HostBits.Cleared, out IpNetworkValue network))
                yield return network;
        }
    }

    internal sealed class NoValues
    {
        [MapKey("none")]
        public string? None { get; init; }
    }
}
