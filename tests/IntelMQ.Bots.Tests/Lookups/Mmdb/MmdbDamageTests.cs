using System.Diagnostics;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Lookups.Mmdb;
using MaxMind.Db;

namespace IntelMQ.Bots.Tests.Lookups.Mmdb;

public sealed class MmdbDamageTests
{
    private static readonly byte[][] Addresses =
    [
        [0, 0, 0, 0], [192, 0, 2, 1], [198, 51, 100, 7], [203, 0, 113, 255], [255, 255, 255, 255],
        new byte[16], [0x20, 0x01, 0x0D, 0xB8, .. new byte[11], 1], [.. Enumerable.Repeat((byte)0xFF, 16)],
    ];

    public static TheoryData<int, int> Shapes => MmdbReaderTests.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_truncated_file_is_refused_or_answers(int recordSize, int version)
    {
        byte[] whole = Sample(recordSize, version);
        for (int length = 0; length < whole.Length; length++)
            UseAll(whole[..length]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_file_with_its_start_missing_is_refused_or_answers(int recordSize, int version)
    {
        byte[] whole = Sample(recordSize, version);
        for (int start = 1; start < whole.Length; start++)
            UseAll(whole[start..]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_file_with_one_byte_changed_is_refused_or_answers(int recordSize, int version)
    {
        byte[] file = Sample(recordSize, version);
        for (int i = 0; i < file.Length; i++)
        {
            byte original = file[i];
            foreach (byte other in (ReadOnlySpan<byte>)[0, 0xFF, 0x20, 0x3F, 0xFE, (byte)(original + 1), (byte)(original - 1), (byte)(original ^ 0x80), (byte)(original ^ 0x10)])
            {
                file[i] = other;
                UseAll(file);
            }

            file[i] = original;
        }
    }

    [Fact]
    public void Files_with_many_bytes_changed_are_refused_or_answer()
    {
        var changes = ArbMap.Default.ArbFor<(NonNegativeInt At, byte Value)[]>();
        byte[] sample = Sample(28, 6);
        Prop.ForAll(changes, list =>
        {
            byte[] file = [.. sample];
            foreach ((NonNegativeInt at, byte value) in list)
                file[at.Get * 7919L % file.Length] = value;
            UseAll(file);
        }).Check(Fuzz.Cases(2000));
    }

    [Fact]
    public void Noise_before_good_metadata_is_refused_or_answers()
    {
        byte[] sample = Sample(24, 6);
        int metadata = sample.AsSpan().LastIndexOf("MaxMind.com"u8) - 3;
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            byte[] file = [.. sample];
            new Random(seed).NextBytes(file.AsSpan(0, metadata));
            UseAll(file);
        }).Check(Fuzz.Cases(2000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Records_that_hold_themselves_are_refused(int width)
    {
        // The wider forms cannot point at the first bytes of the section.
        int padding = width switch { 1 => 0, 2 => 2048, _ => 526336 };
        var builder = new MmdbBuilder(24, 4);
        builder.Data.Write(new MmdbRaw(new byte[padding]));
        builder.Add("192.0.2.0/24", new object[] { new MmdbPointer((uint)padding, width), new MmdbPointer((uint)padding, width) });

        AssertDamage(builder);
    }

    [Fact]
    public void A_pointer_to_itself_or_to_a_pointer_is_refused()
    {
        var self = new MmdbBuilder(24, 4).Add("192.0.2.0/24", new MmdbPointer(0, 1));
        var chain = new MmdbBuilder(24, 4);
        chain.Data.Write(new MmdbPointer(2, 1));
        chain.Add("192.0.2.0/24", new MmdbPointer(0, 1));

        AssertDamage(self);
        AssertDamage(chain);
    }

    [Fact]
    public void Pointers_that_multiply_are_refused()
    {
        var builder = new MmdbBuilder(24, 4);
        int place = builder.Data.Write("bottom");
        for (int level = 0; level < 40; level++)
            place = builder.Data.Write(new object[] { new MmdbPointer((uint)place, 1), new MmdbPointer((uint)place, 1) });

        AssertDamage(builder.AddAt("192.0.2.0/24", place));
    }

    [Fact]
    public void Long_texts_that_multiply_are_refused()
    {
        var builder = new MmdbBuilder(24, 4);
        builder.Data.Write(new string('x', 1 << 20));
        object[] pointers = [.. Enumerable.Repeat(new MmdbPointer(0, 1), 100)];

        AssertDamage(builder.Add("192.0.2.0/24", pointers));
    }

    [Fact]
    public void Nesting_has_a_limit()
    {
        byte[] levels = new byte[200_000];
        for (int i = 0; i < levels.Length; i += 2)
            (levels[i], levels[i + 1]) = (1, 4);
        var builder = new MmdbBuilder(24, 4).Add("192.0.2.0/24", new MmdbMap(("deep", new MmdbRaw([.. levels, 0x41, (byte)'x'])), ("after", "y")));

        AssertDamage(builder);
        Assert.Throws<InvalidDatabaseException>(() => Find<MmdbReaderTests.NameRecord>(builder));
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x00 })]
    [InlineData(new byte[] { 0x00, 0x05 })]
    [InlineData(new byte[] { 0x00, 0x06 })]
    [InlineData(new byte[] { 0x00, 0x09 })]
    [InlineData(new byte[] { 0x00, 0xFF })]
    [InlineData(new byte[] { 0x61, 0x00 })]
    [InlineData(new byte[] { 0xC5, 1, 2, 3, 4, 5 })]
    [InlineData(new byte[] { 0x02, 0x07 })]
    [InlineData(new byte[] { 0x5F, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x5F })]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x38, 0 })]
    [InlineData(new byte[] { 0x27, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x1F, 0x04, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xE1, 0xA1, 1, 0xA1, 1 })]
    public void Damaged_values_are_refused(byte[] value)
    {
        var builder = new MmdbBuilder(24, 4).Add("192.0.2.0/24", new MmdbRaw(value));

        AssertDamage(builder);
    }

    [Fact]
    public void A_text_that_is_not_UTF8_shows_that()
        => Assert.Equal("a\uFFFD", Find<string>(new MmdbBuilder(24, 4).Add("192.0.2.0/24", new MmdbRaw([0x42, (byte)'a', 0xFF]))));

    [Theory]
    [InlineData("node_count", uint.MaxValue, "reaches beyond")]
    [InlineData("node_count", 1000u, "reaches beyond")]
    [InlineData("node_count", "24", "damaged")]
    [InlineData("node_count", ulong.MaxValue, "damaged")]
    [InlineData("record_size", (ushort)25, "record size")]
    [InlineData("record_size", (ushort)0, "record size")]
    [InlineData("ip_version", (ushort)5, "IP version")]
    [InlineData("binary_format_major_version", (ushort)3, "version 3")]
    [InlineData("build_epoch", ulong.MaxValue, "build epoch")]
    public void Metadata_that_cannot_be_is_named(string key, object value, string what)
    {
        var builder = new MmdbBuilder { Metadata = { [key] = value } };

        var error = Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(builder.Build()));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_refused_keep_no_memory()
    {
        byte[] noise = new byte[32 << 20];
        byte[] metadata = new MmdbBuilder { Metadata = { ["node_count"] = uint.MaxValue } }.Build();
        byte[] largeTree = [.. noise, .. metadata];
        long before = Environment.WorkingSet;
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(noise));
            Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(largeTree));
        }

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 20L * noise.Length);
    }

    [Fact]
    public void A_tree_that_runs_in_circles_is_refused()
    {
        byte[] file = MmdbBuilder.Of("net");
        file.AsSpan(0, 24 * 6).Clear();

        Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(file).TryFind(new IPAddress([192, 0, 2, 1]), out object? _, out _));
    }

    private static void AssertDamage(MmdbBuilder builder)
        => Assert.NotEmpty(Assert.Throws<InvalidDatabaseException>(() => Find<object>(builder)).Message);

    private static T? Find<T>(MmdbBuilder builder)
        where T : class
    {
        using MmdbReader reader = MmdbReader.Load(builder.Build());
        reader.TryFind(new IPAddress([192, 0, 2, 1]), out T? record, out _);
        return record;
    }

    private static byte[] Sample(int recordSize, int version)
    {
        var builder = new MmdbBuilder(recordSize, version);
        var shared = new MmdbPointer((uint)builder.Data.Write("names"), 1);
        builder.Add("192.0.2.0/28", new MmdbMap(
            ("country", new MmdbMap((shared, new MmdbMap(("en", "Austria"), ("de", "Österreich"))), ("iso_code", "AT"))),
            ("all", new object[] { 1.5, 2.5f, (ushort)3, 4u, -5, 6UL, UInt128.MaxValue, true, new byte[] { 8, 9 }, new string('x', 30) })));
        builder.Add("198.51.100.7/32", shared);
        builder.Add("203.0.113.0/24", new object[] { shared, new MmdbMap() });
        if (version == 6)
            builder.Add("2001:db8::/32", "six").Alias("::ffff:0:0/96", "::/96");
        return builder.Build();
    }

    /// <summary>Everything a user can do with a file; only the one exception may come out, and soon.</summary>
    private static void UseAll(byte[] file)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            using MmdbReader reader = MmdbReader.Load(file);
            foreach (byte[] address in Addresses)
                UseOne(reader, address);
        }
        catch (InvalidDatabaseException error)
        {
            Assert.NotEmpty(error.Message);
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    private static void UseOne(MmdbReader reader, byte[] address)
    {
        try
        {
            if (reader.TryFind(new IPAddress(address), out object? record, out int prefixLength))
                MmdbJson.Of(record);
            Assert.InRange(prefixLength, 0, address.Length * 8);
        }
        catch (InvalidDatabaseException error)
        {
            Assert.NotEmpty(error.Message);
        }

        try
        {
            reader.TryFind(new IPAddress(address), out MmdbReaderTests.NameRecord? _, out _);
        }
        catch (InvalidDatabaseException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }
}
