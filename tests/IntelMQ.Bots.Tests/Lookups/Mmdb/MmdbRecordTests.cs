using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Lookups.Mmdb;

namespace IntelMQ.Bots.Tests.Lookups.Mmdb;

public sealed class MmdbRecordTests
{
    public static TheoryData<object, string> Values => new()
    {
        { "", "\"\"" },
        { "Österreich", "\"\\u00D6sterreich\"" },
        { 48.2082, "48.2082" },
        { -0.5, "-0.5" },
        { double.NaN, "null" },
        { double.PositiveInfinity, "null" },
        { 1.1f, "1.1" },
        { float.NegativeInfinity, "null" },
        { new byte[] { 1, 2, 255 }, "\"AQL/\"" },
        { (ushort)0, "0" },
        { ushort.MaxValue, "65535" },
        { uint.MaxValue, "4294967295" },
        { 268435456, "268435456" },
        { -1, "-1" },
        { int.MinValue, "-2147483648" },
        { ulong.MaxValue, "18446744073709551615" },
        { UInt128.MaxValue, "340282366920938463463374607431768211455" },
        { true, "true" },
        { false, "false" },
        { Array.Empty<object>(), "[]" },
        { new object[] { 1u, "a", new object[] { true } }, "[1,\"a\",[true]]" },
        { new MmdbMap(), "{}" },
        { new MmdbMap(("a", new MmdbMap(("b", 1u))), ("c", "d")), "{\"a\":{\"b\":1},\"c\":\"d\"}" },
    };

    public static TheoryData<int> Lengths => [0, 1, 28, 29, 30, 284, 285, 286, 65820, 65821, 65822, 200_000];

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_type_is_read(object value, string json) => Assert.Equal(json, Json(Record(value)));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sizes_of_every_width_are_read(int length)
    {
        MmdbRecord record = Record(new object[] { new string('x', length), "after" });

        Assert.True(record[0].TryGetString(out string? text));
        Assert.Equal(length, text.Length);
        Assert.True(record[1].TryGetString(out string? after));
        Assert.Equal("after", after);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Containers_of_every_width_are_read(int length)
    {
        object[] entries = new object[length];
        Array.Fill(entries, true);
        MmdbRecord record = Record(new object[] { entries, "after" });

        Assert.Equal(length, record[0].Count);
        Assert.Equal(length > 0, record[0][length - 1].TryGetBoolean(out bool last));
        Assert.Equal(length > 0, last);
        Assert.True(record[1].TryGetString(out string? after));
        Assert.Equal("after", after);
    }

    [Fact]
    public void Paths_lead_into_maps_and_arrays_past_all_else()
    {
        MmdbRecord record = Record(new MmdbMap(
            ("nested", new object[] { new MmdbMap(("x", new object[] { 1u, 2u })), new byte[40], 1.5 }),
            ("flag", true),
            ("names", new MmdbMap(("en", "Vienna"), ("de", "Wien"))),
            ("list", new object[] { "zero", new MmdbMap(("code", "AT")) })));

        Assert.True(record["names"u8]["de"u8].TryGetString(out string? name));
        Assert.Equal("Wien", name);
        Assert.True(record["list"u8][1]["code"u8].TryGetUtf8(out ReadOnlySpan<byte> code));
        Assert.True(code.SequenceEqual("AT"u8));
        Assert.Equal(4, record.Count);
        Assert.True(record["names"u8]["fr"u8].IsMissing);
        Assert.True(record["Names"u8].IsMissing);
        Assert.True(record["flag"u8]["x"u8][3]["y"u8].IsMissing);
        Assert.True(record["list"u8][2].IsMissing);
        Assert.True(record["list"u8][-1].IsMissing);
        Assert.True(record[0].IsMissing);
        Assert.Equal("null", Json(record["none"u8]));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2047)]
    [InlineData(2, 2048)]
    [InlineData(2, 526335)]
    [InlineData(3, 526336)]
    [InlineData(3, 700_000)]
    [InlineData(4, 5)]
    [InlineData(4, 700_000)]
    public void Pointers_of_every_width_are_followed(int width, int target)
    {
        var builder = new MmdbBuilder(32, 4);
        builder.Data.Write(new MmdbRaw(new byte[target]));
        builder.Data.Write("shared");
        var pointer = new MmdbPointer((uint)target, width);
        MmdbRecord record = First(builder.Add("192.0.2.0/24", new MmdbMap((pointer, 1u), ("b", new object[] { pointer, pointer }), ("c", pointer))));

        Assert.Equal("{\"shared\":1,\"b\":[\"shared\",\"shared\"],\"c\":\"shared\"}", Json(record));
        Assert.True(record["shared"u8].TryGetInt32(out _));
        Assert.True(record["b"u8][1].TryGetString(out string? second));
        Assert.Equal("shared", second);
    }

    [Fact]
    public void A_record_and_a_container_may_be_pointers()
    {
        var builder = new MmdbBuilder(24, 4);
        int map = builder.Data.Write(new MmdbMap(("a", new object[] { 1u, 2u })));
        int outer = builder.Data.Write(new MmdbMap(("first", new MmdbPointer((uint)map, 1)), ("second", "x")));

        Assert.Equal("{\"first\":{\"a\":[1,2]},\"second\":\"x\"}", Json(First(builder.Add("192.0.2.0/24", new MmdbPointer((uint)outer, 1)))));
    }

    [Theory]
    [InlineData(MmdbKind.UInt16, 7UL)]
    [InlineData(MmdbKind.UInt32, 7UL)]
    [InlineData(MmdbKind.Int32, 7UL)]
    [InlineData(MmdbKind.UInt64, 7UL)]
    [InlineData(MmdbKind.UInt128, 7UL)]
    public void Integers_of_every_width_are_read_as_any(MmdbKind kind, ulong expected)
    {
        MmdbRecord record = Record(kind switch
        {
            MmdbKind.UInt16 => (ushort)expected,
            MmdbKind.UInt32 => (uint)expected,
            MmdbKind.Int32 => (int)expected,
            MmdbKind.UInt64 => expected,
            _ => (object)(UInt128)expected,
        });

        Assert.Equal(kind, record.Kind);
        Assert.True(record.TryGetInt32(out int small) && record.TryGetUInt64(out ulong large) && record.TryGetUInt128(out UInt128 huge)
            && record.TryGetDouble(out double number) && (ulong)small == expected && large == expected && huge == expected && number == expected);
    }

    [Fact]
    public void Integers_that_do_not_fit_are_not_read()
    {
        Assert.False(Record(-1).TryGetUInt64(out _));
        Assert.False(Record(-1).TryGetUInt128(out _));
        Assert.False(Record((uint)int.MaxValue + 1).TryGetInt32(out _));
        Assert.False(Record((UInt128)ulong.MaxValue + 1).TryGetUInt64(out _));
        Assert.True(Record(-3).TryGetDouble(out double negative) && negative == -3);
        Assert.True(Record(1.5f).TryGetDouble(out double single) && single == 1.5);
    }

    [Fact]
    public void A_value_of_another_type_is_not_read()
    {
        MmdbRecord text = Record("1");
        MmdbRecord number = Record(1u);

        Assert.False(text.TryGetInt32(out _) || text.TryGetUInt64(out _) || text.TryGetUInt128(out _) || text.TryGetDouble(out _)
            || text.TryGetBoolean(out _) || text.TryGetBytes(out _));
        Assert.False(number.TryGetString(out _) || number.TryGetUtf8(out _) || number.TryGetBytes(out _) || number.TryGetBoolean(out _));
        Assert.False(default(MmdbRecord).TryGetString(out _) || default(MmdbRecord).TryGetDouble(out _) || default(MmdbRecord).TryGetBytes(out _));
        Assert.True(Record(new byte[] { 9 }).TryGetBytes(out ReadOnlySpan<byte> bytes) && bytes[0] == 9);
    }

    private static MmdbRecord Record(object value) => First(new MmdbBuilder(24, 4).Add("192.0.2.0/24", value));

    private static MmdbRecord First(MmdbBuilder builder)
    {
        Assert.True(MmdbReader.Load(builder.Build()).TryFind([192, 0, 2, 1], out MmdbRecord record, out _));
        return record;
    }

    private static string Json(MmdbRecord record)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            record.WriteJson(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
