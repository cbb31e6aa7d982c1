using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Lookups.Mmdb;

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

        Assert.Contains("nested too deeply", JsonError(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pointer_to_itself_or_to_a_pointer_is_refused()
    {
        var self = new MmdbBuilder(24, 4).Add("192.0.2.0/24", new MmdbPointer(0, 1));
        var chain = new MmdbBuilder(24, 4);
        chain.Data.Write(new MmdbPointer(2, 1));
        chain.Add("192.0.2.0/24", new MmdbPointer(0, 1));

        Assert.Contains("points at a pointer", JsonError(self), StringComparison.Ordinal);
        Assert.Contains("points at a pointer", JsonError(chain), StringComparison.Ordinal);
    }

    [Fact]
    public void Pointers_that_multiply_are_refused()
    {
        var builder = new MmdbBuilder(24, 4);
        int place = builder.Data.Write("bottom");
        for (int level = 0; level < 40; level++)
            place = builder.Data.Write(new object[] { new MmdbPointer((uint)place, 1), new MmdbPointer((uint)place, 1) });

        Assert.Contains("too many values", JsonError(builder.AddAt("192.0.2.0/24", place)), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_texts_that_multiply_are_refused()
    {
        var builder = new MmdbBuilder(24, 4);
        builder.Data.Write(new string('x', 1 << 20));
        object[] pointers = [.. Enumerable.Repeat(new MmdbPointer(0, 1), 100)];

        Assert.Contains("too many bytes", JsonError(builder.Add("192.0.2.0/24", pointers)), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_has_a_limit_for_JSON_and_none_for_paths()
    {
        byte[] levels = new byte[200_000];
        for (int i = 0; i < levels.Length; i += 2)
            (levels[i], levels[i + 1]) = (1, 4);
        var builder = new MmdbBuilder(24, 4).Add("192.0.2.0/24", new MmdbMap(("deep", new MmdbRaw([.. levels, 0x41, (byte)'x'])), ("after", "y")));

        Assert.Contains("nested too deeply", JsonError(builder), StringComparison.Ordinal);
        Assert.True(MmdbReader.Load(builder.Build()).TryFind([192, 0, 2, 1], out MmdbRecord record, out _));
        Assert.True(record["after"u8].TryGetString(out _));
    }

    [Theory]
    [InlineData("extended type", new byte[] { 0x00, 0x00 })]
    [InlineData("unknown type", new byte[] { 0x00, 0x05 })]
    [InlineData("unknown type", new byte[] { 0x00, 0x06 })]
    [InlineData("unknown type", new byte[] { 0x00, 0x09 })]
    [InlineData("unknown type", new byte[] { 0x00, 0xFF })]
    [InlineData("unknown type", new byte[] { 0x61, 0x00 })]
    [InlineData("unknown type", new byte[] { 0xA3, 1, 2, 3 })]
    [InlineData("unknown type", new byte[] { 0xC5, 1, 2, 3, 4, 5 })]
    [InlineData("neither true nor false", new byte[] { 0x02, 0x07 })]
    [InlineData("beyond its section", new byte[] { 0x5C })]
    [InlineData("beyond its section", new byte[] { 0x5F, 0xFF, 0xFF, 0xFF })]
    [InlineData("ends in a size", new byte[] { 0x5F })]
    [InlineData("ends in a control byte", new byte[] { 0x00 })]
    [InlineData("ends in a pointer", new byte[] { 0x38, 0 })]
    [InlineData("outside its section", new byte[] { 0x27, 0xFF })]
    [InlineData("more entries", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("more entries", new byte[] { 0x1F, 0x04, 0xFF, 0xFF, 0xFF })]
    [InlineData("not text", new byte[] { 0xE1, 0xA1, 1, 0xA1, 1 })]
    [InlineData("not UTF-8", new byte[] { 0x41, 0xFF })]
    [InlineData("not UTF-8", new byte[] { 0xE1, 0x41, 0xFF, 0x40 })]
    public void Damaged_values_are_named_with_their_place(string what, byte[] value)
    {
        var builder = new MmdbBuilder(24, 4).Add("192.0.2.0/24", new MmdbRaw(value));

        string message = JsonError(builder);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Matches(" at offset [0-9]+\\.$", message);
    }

    [Theory]
    [InlineData("node_count", uint.MaxValue, "reaches beyond")]
    [InlineData("node_count", 1000u, "reaches beyond")]
    [InlineData("node_count", "24", "lacks the integer node_count")]
    [InlineData("node_count", ulong.MaxValue, "node count")]
    [InlineData("record_size", 25u, "record size")]
    [InlineData("record_size", 0u, "record size")]
    [InlineData("ip_version", 5u, "IP version")]
    [InlineData("binary_format_major_version", 3u, "version 3")]
    [InlineData("build_epoch", ulong.MaxValue, "build epoch")]
    public void Metadata_that_cannot_be_is_named(string key, object value, string what)
    {
        var builder = new MmdbBuilder { Metadata = { [key] = value } };

        var error = Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(builder.Build()));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_multiplies_is_refused()
    {
        var texts = new MmdbBuilder { Metadata = { ["languages"] = new object[] { new string('x', 20_000) } } };
        var entries = new MmdbBuilder { Metadata = { ["languages"] = Enumerable.Repeat((object)"en", 2000).ToArray() } };

        Assert.Contains("too long", Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(texts.Build())).Message, StringComparison.Ordinal);
        Assert.Contains("too long", Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(entries.Build())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_that_runs_in_circles_is_refused()
    {
        byte[] file = MmdbBuilder.Of("net");
        file.AsSpan(0, 24 * 6).Clear();

        var error = Assert.Throws<InvalidDatabaseException>(() => MmdbReader.Load(file).TryFind([192, 0, 2, 1], out _, out _));
        Assert.Contains("goes on after", error.Message, StringComparison.Ordinal);
    }

    private static string JsonError(MmdbBuilder builder)
        => Assert.Throws<InvalidDatabaseException>(() =>
        {
            if (MmdbReader.Load(builder.Build()).TryFind([192, 0, 2, 1], out MmdbRecord record, out _))
                WriteJson(record);
        }).Message;

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
            Assert.InRange(error.Offset, 0, file.Length);
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    private static void UseOne(MmdbReader reader, byte[] address)
    {
        try
        {
            if (!reader.TryFind(address, out MmdbRecord record, out int prefixLength))
                return;

            Assert.InRange(prefixLength, 0, address.Length * 8);
            record["country"u8]["names"u8]["de"u8].TryGetString(out _);
            record["all"u8][6].TryGetUInt128(out _);
            record[1]["none"u8].TryGetDouble(out _);
            WriteJson(record);
        }
        catch (InvalidDatabaseException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private static void WriteJson(MmdbRecord record)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        record.WriteJson(writer);
    }
}
