using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using IntelMQ.Bots.Lookups.Mmdb;
using IntelMQ.Bots.Tests.Support;
using MaxMind.Db;

namespace IntelMQ.Bots.Tests.Lookups.Mmdb;

/// <summary>Against databases that others made.</summary>
public sealed class MmdbCorpusTests
{
    [CorpusFact]
    public void City_records_are_what_the_JSON_beside_them_says() => Compare("GeoIP2-City-Test");

    [CorpusFact]
    public void ASN_records_are_what_the_JSON_beside_them_says() => Compare("GeoLite2-ASN-Test");

    [CorpusFact]
    public void Every_database_answers_or_names_its_damage()
    {
        foreach (string path in Directory.EnumerateFiles(Corpus.File("data", "mmdb"), "*.mmdb"))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            bool damaged = false;
            try
            {
                using MmdbReader reader = MmdbReader.Open(path);
                Assert.True(DecodeAll(reader) > 0, name);
            }
            catch (InvalidDatabaseException)
            {
                damaged = true;
            }

            bool expected = name.Contains("roken", StringComparison.Ordinal) || name.Contains("Invalid", StringComparison.Ordinal);
            Assert.True(expected == damaged, $"{name}: damaged {damaged}");
        }
    }

    [CorpusFact]
    public void IPv4_networks_have_the_length_of_the_tree()
    {
        using MmdbReader reader = MmdbReader.Open(Corpus.File("data", "mmdb", "MaxMind-DB-test-ipv4-24.mmdb"));

        Assert.True(reader.TryFind(IPAddress.Parse("1.1.1.3"), out Dictionary<string, object>? record, out int prefixLength));
        Assert.Equal(("1.1.1.2", 31), (record["ip"], prefixLength));
    }

    [CorpusFact]
    public void A_tree_without_an_IPv4_part_answers_for_IPv4()
    {
        using MmdbReader reader = MmdbReader.Open(Corpus.File("data", "mmdb", "MaxMind-DB-no-ipv4-search-tree.mmdb"));

        Assert.True(reader.TryFind(IPAddress.Parse("192.0.2.1"), out string? text, out int prefixLength));
        Assert.Equal(("::/64", 0), (text, prefixLength));
    }

    private static void Compare(string name)
    {
        using MmdbReader reader = MmdbReader.Open(Corpus.File("data", "mmdb", name + ".mmdb"));
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Corpus.File("data", "mmdb", name + ".json")));
        int count = 0;
        foreach (JsonProperty network in expected.RootElement.EnumerateArray().SelectMany(entry => entry.EnumerateObject()))
        {
            IPNetwork parsed = IPNetwork.Parse(network.Name);
            Assert.True(reader.TryFind(parsed.BaseAddress, out object? record, out _), network.Name);
            Assert.True(JsonElement.DeepEquals(network.Value, MmdbJson.Of(record)), $"{network.Name}: {MmdbJson.Of(record)}");
            count++;
        }

        Assert.True(count > 100, $"{count} networks");
    }

    /// <summary>Decodes the record of every network of the tree, from the first address to the last.</summary>
    private static int DecodeAll(MmdbReader reader)
    {
        int bits = reader.Metadata.IPVersion == 6 ? 128 : 32;
        Span<byte> address = stackalloc byte[16];
        int records = 0;
        UInt128 at = 0;
        while (true)
        {
            BinaryPrimitives.WriteUInt128BigEndian(address, at);
            if (reader.TryFind(new IPAddress(address[(16 - bits / 8)..]), out object? record, out int prefixLength))
            {
                MmdbJson.Of(record);
                records++;
            }

            UInt128 size = UInt128.One << (bits - prefixLength);
            at += size;
            if (prefixLength == 0 || at == 0 || bits == 32 && at > uint.MaxValue)
                return records;
        }
    }
}
