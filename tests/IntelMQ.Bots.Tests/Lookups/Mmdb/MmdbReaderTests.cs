using System.Net;
using IntelMQ.Bots.Lookups.Mmdb;

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
        Assert.Equal(97u, metadata.NodeCount);
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
        Assert.Contains("metadata marker", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(17)]
    public void An_address_has_4_or_16_bytes(int length)
    {
        using MmdbReader reader = MmdbReader.Load(MmdbBuilder.Of("net"));

        Assert.Throws<ArgumentException>(() => reader.TryFind(new byte[length], out _, out _));
    }

    [Fact]
    public void After_disposal_look_ups_throw_and_records_live_on()
    {
        MmdbReader reader = MmdbReader.Load(MmdbBuilder.Of("net"));
        Assert.True(reader.TryFind(IPAddress.Parse("192.0.2.1"), out MmdbRecord record, out _));
        reader.Dispose();
        reader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.TryFind(IPAddress.Loopback, out _, out _));
        Assert.True(record.TryGetString(out string? text));
        Assert.Equal("net", text);
        Assert.Equal(4, reader.Metadata.IPVersion);
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        using MmdbReader reader = MmdbReader.Load(new MmdbBuilder()
            .Add("192.0.2.0/24", new MmdbMap(("other", new MmdbMap(("a", 1u))), ("country", new MmdbMap(("iso_code", "AT"), ("share", 0.5))))).Build());
        bool all = Use(reader);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            all &= Use(reader);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(all);

        static bool Use(MmdbReader reader)
            => reader.TryFind([192, 0, 2, 7], out MmdbRecord record, out _)
            && record["country"u8]["iso_code"u8].TryGetUtf8(out ReadOnlySpan<byte> code) && code.SequenceEqual("AT"u8)
            && record["country"u8]["share"u8].TryGetDouble(out double share) && share == 0.5
            && record["city"u8]["names"u8]["en"u8].IsMissing;
    }

    [Fact]
    public void Many_threads_share_a_reader()
    {
        var builder = new MmdbBuilder(28);
        for (int i = 0; i < 256; i++)
            builder.Add($"192.0.2.{i}/32", (uint)i);
        using MmdbReader reader = MmdbReader.Load(builder.Build());

        Parallel.For(0, 100_000, i =>
        {
            Assert.True(reader.TryFind([192, 0, 2, (byte)i], out MmdbRecord record, out int prefixLength));
            Assert.True(record.TryGetInt32(out int value));
            Assert.Equal(((byte)i, 32), (value, prefixLength));
        });
    }

    private static (string? Text, int PrefixLength) Find(MmdbReader reader, string address)
    {
        bool found = reader.TryFind(IPAddress.Parse(address), out MmdbRecord record, out int prefixLength);
        Assert.Equal(found, record.TryGetString(out string? text));
        Assert.Equal(!found, record.IsMissing);
        return (text, prefixLength);
    }
}
