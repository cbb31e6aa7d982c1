using System.Net;
using IntelMQ.Bots.Lookups.Mmdb;
using MaxMind.Db;

namespace IntelMQ.Bots.Tests.Lookups.Mmdb;

public sealed class MmdbReaderTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 24, 4 }, { 28, 4 }, { 32, 4 }, { 24, 6 }, { 28, 6 }, { 32, 6 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_longest_network_answers_in_every_record_size_and_version(int recordSize, int version)
    {
        using MmdbReader reader = MmdbReader.Load(new MmdbBuilder(recordSize, version)
            .Add("192.0.2.0/24", "net").Add("192.0.2.128/25", "half").Add("192.0.2.129/32", "host").Add("203.0.113.0/24", "other").Build());

        Assert.Equal(("net", 25), Find(reader, "192.0.2.1"));
        Assert.Equal(("half", 26), Find(reader, "192.0.2.200"));
        Assert.Equal(("host", 32), Find(reader, "192.0.2.129"));
        Assert.Equal(("other", 24), Find(reader, "203.0.113.255"));
        Assert.Equal((null, 24), Find(reader, "203.0.112.255"));
        Assert.Equal((null, 1), Find(reader, "10.0.0.1"));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(28)]
    [InlineData(32)]
    public void Both_versions_live_in_one_tree(int recordSize)
    {
        using MmdbReader reader = MmdbReader.Load(new MmdbBuilder(recordSize)
            .Add("192.0.2.0/24", "four").Add("2001:db8::/32", "six").Add("2001:db8:ffff::1/128", "host").Alias("::ffff:0:0/96", "::/96").Build());

        Assert.Equal(("four", 24), Find(reader, "192.0.2.1"));
        Assert.Equal(("four", 120), Find(reader, "::192.0.2.1"));
        Assert.Equal(("four", 120), Find(reader, "::ffff:192.0.2.1"));
        Assert.Equal(("six", 33), Find(reader, "2001:db8::1"));
        Assert.Equal(("host", 128), Find(reader, "2001:db8:ffff::1"));
        Assert.Equal((null, 1), Find(reader, "ff02::1"));
    }

    [Fact]
    public void A_mapped_address_is_looked_up_as_it_stands()
    {
        using MmdbReader reader = MmdbReader.Load(new MmdbBuilder().Add("192.0.2.0/24", "four").Build());

        Assert.Null(Find(reader, "::ffff:192.0.2.1").Text);
    }

    [Fact]
    public void An_IPv6_address_is_not_in_an_IPv4_database()
    {
        using MmdbReader reader = MmdbReader.Load(MmdbBuilder.Of("four"));

        Assert.Equal((null, 0), Find(reader, "::192.0.2.1"));
    }

    [Fact]
    public void A_network_above_all_of_IPv4_answers_for_IPv4()
    {
        using MmdbReader reader = MmdbReader.Load(new MmdbBuilder().Add("::/64", "all").Build());

        Assert.Equal(("all", 0), Find(reader, "192.0.2.1"));
    }

    [Fact]
    public void A_tree_without_nodes_holds_nothing()
    {
        var builder = new MmdbBuilder { Metadata = { ["node_count"] = 0u } };
        using MmdbReader reader = MmdbReader.Load(builder.Build());

        Assert.Equal((null, 0), Find(reader, "192.0.2.1"));
        Assert.Equal((null, 0), Find(reader, "2001:db8::1"));
    }

    [Fact]
    public void Large_data_sections_use_all_bits_of_a_28_bit_record()
    {
        var builder = new MmdbBuilder(28, 4);
        builder.Data.Write(new byte[(1 << 24) + 100]);
        using MmdbReader reader = MmdbReader.Load(builder.Add("0.0.0.0/1", "left").Add("128.0.0.0/1", "right").Build());

        Assert.Equal(("left", 1), Find(reader, "100.64.0.1"));
        Assert.Equal(("right", 1), Find(reader, "192.0.2.1"));
    }

    [Fact]
    public void Metadata_says_what_the_file_is()
    {
        MmdbMetadata metadata = MmdbReader.Load(new MmdbBuilder(28).Add("128.0.0.0/1", "x").Build()).Metadata;

        Assert.Equal("Test-Own", metadata.DatabaseType);
        Assert.Equal(97, metadata.NodeCount);
        Assert.Equal(28, metadata.RecordSize);
        Assert.Equal(6, metadata.IPVersion);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero), metadata.BuildEpoch);
        Assert.Equal(["de", "en"], metadata.Languages);
        Assert.Equal("Eigener Test", metadata.Description["de"]);
        Assert.Equal(2, metadata.Description.Count);
    }

    [Fact]
    public void Optional_metadata_may_be_absent()
    {
        var builder = new MmdbBuilder();
        foreach (string key in (string[])["build_epoch", "database_type", "description", "languages"])
            builder.Metadata.Remove(key);
        MmdbMetadata metadata = MmdbReader.Load(builder.Build()).Metadata;

        Assert.Equal("", metadata.DatabaseType);
        Assert.Equal(DateTimeOffset.UnixEpoch, metadata.BuildEpoch);
        Assert.Empty(metadata.Languages);
        Assert.Empty(metadata.Description);
    }

    [Fact]
    public void A_file_is_read_and_closed()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, MmdbBuilder.Of("net"));
        using MmdbReader reader = MmdbReader.Open(path);
        File.Delete(path);

        Assert.Equal(("net", 24), Find(reader, "192.0.2.1"));
    }

    [Theory]
    [InlineData("absent.mmdb")]
    [InlineData("absent/absent.mmdb")]
    public void A_missing_file_is_named(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + name);

        var error = Assert.Throws<FileNotFoundException>(() => MmdbReader.Open(path));
        Assert.Equal(path, error.FileName);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, "no database");
        var error = Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Open(path));
        File.Delete(path);

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("marker", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_disposal_look_ups_throw_and_metadata_stays()
    {
        MmdbReader reader = MmdbReader.Load(MmdbBuilder.Of("net"));
        reader.Dispose();
        reader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.TryFind(IPAddress.Loopback, out string? _, out _));
        Assert.Equal(4, reader.Metadata.IPVersion);
    }

    [Fact]
    public void Disposal_during_look_ups_ends_none_of_them_badly()
    {
        byte[] file = MmdbBuilder.Of("net");
        for (int round = 0; round < 20; round++)
        {
            MmdbReader reader = MmdbReader.Load(file);
            Parallel.For(0, 64, i =>
            {
                if (i == 32)
                {
                    reader.Dispose();
                    GC.Collect();
                }

                try
                {
                    Assert.Equal(("net", 24), Find(reader, "192.0.2.1"));
                }
                catch (ObjectDisposedException)
                {
                    // Those that begin later are told so.
                }
            });
        }
    }

    [Fact]
    public void A_class_reads_only_what_it_names()
    {
        using MmdbReader reader = MmdbReader.Load(MmdbBuilder.Of(new MmdbMap(
            ("other", new object[] { new MmdbMap(("a", 1u)), new byte[40], 2.5f, UInt128.MaxValue }), ("name", "example"), ("more", true))));

        Assert.True(reader.TryFind(IPAddress.Parse("192.0.2.7"), out NameRecord? record, out _));
        Assert.Equal("example", record.Name);
    }

    [Fact]
    public void A_dictionary_reads_all()
    {
        using MmdbReader reader = MmdbReader.Load(MmdbBuilder.Of(new MmdbMap(("names", new MmdbMap(("de", "Wien"))), ("list", new object[] { 1u, -2, true }), ("share", 0.5))));

        Assert.True(reader.TryFind(IPAddress.Parse("192.0.2.7"), out Dictionary<string, object>? record, out _));
        Assert.Equal("""{"names":{"de":"Wien"},"list":[1,-2,true],"share":0.5}""", MmdbJson.Of(record).GetRawText());
    }

    [Fact]
    public void Many_threads_share_a_reader()
    {
        var builder = new MmdbBuilder(28);
        for (int i = 0; i < 256; i++)
            builder.Add($"192.0.2.{i}/32", (uint)i);
        using MmdbReader reader = MmdbReader.Load(builder.Build());

        Parallel.For(0, 20_000, i =>
        {
            Assert.True(reader.TryFind(new IPAddress([192, 0, 2, (byte)i]), out object? record, out int prefixLength));
            Assert.Equal(((long)(byte)i, 32), ((long)record, prefixLength));
        });
    }

    private static (string? Text, int PrefixLength) Find(MmdbReader reader, string address)
    {
        bool found = reader.TryFind(IPAddress.Parse(address), out string? text, out int prefixLength);
        Assert.Equal(found, text is not null);
        return (text, prefixLength);
    }

    internal sealed class NameRecord
    {
        [MapKey("name")]
        public string? Name { get; init; }
    }
}
