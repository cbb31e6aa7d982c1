using System.Collections;
using System.Net;
using System.Numerics;
using IntelMQ.Bots.Experts;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class DatabaseValueTests
{
    public static TheoryData<object, string, FieldValueKind, string> Values { get; } = new()
    {
        { true, "boolean", FieldValueKind.Boolean, "true" },
        { (short)-5, "smallint", FieldValueKind.Number, "-5" },
        { ulong.MaxValue, "numeric", FieldValueKind.Number, "18446744073709551615" },
        { 1.5f, "real", FieldValueKind.Number, "1.5" },
        { 0.1, "double precision", FieldValueKind.Number, "0.1" },
        { 12.50m, "numeric", FieldValueKind.Number, "12.50" },
        { BigInteger.Pow(10, 30), "numeric", FieldValueKind.Number, "1000000000000000000000000000000" },
        { "text", "text", FieldValueKind.Text, "text" },
        { Guid.Empty, "uuid", FieldValueKind.Text, "00000000-0000-0000-0000-000000000000" },
        { IPAddress.Parse("192.0.2.1"), "inet", FieldValueKind.Text, "192.0.2.1" },
        { new IPNetwork(IPAddress.Parse("192.0.2.0"), 24), "cidr", FieldValueKind.Text, "192.0.2.0/24" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "timestamp with time zone", FieldValueKind.Text, "2026-01-02T03:04:05.0000000Z" },
        { new DateOnly(2026, 1, 2), "date", FieldValueKind.Text, "2026-01-02" },
        { new TimeSpan(1, 2, 3), "interval", FieldValueKind.Text, "01:02:03" },
        { new[] { 1, 2 }, "integer[]", FieldValueKind.Json, "[1, 2]" },
        { new object?[] { "a\"b", null, true, 1.5 }, "text[]", FieldValueKind.Json, "[\"a\\\"b\", null, true, 1.5]" },
        { new[] { new[] { "a" }, [] }, "text[][]", FieldValueKind.Json, "[[\"a\"], []]" },
        { new BitArray(new[] { true, false }), "bit varying", FieldValueKind.Json, "\"10\"" },
        { new Dictionary<string, string?> { ["k"] = "v", ["n"] = null }, "hstore", FieldValueKind.Json, "{\"k\": \"v\", \"n\": null}" },
        { "{\"a\": [1]}", "jsonb", FieldValueKind.Json, "{\"a\": [1]}" },
        { "\"text\"", "json", FieldValueKind.Text, "text" },
        { "1.5", "jsonb", FieldValueKind.Number, "1.5" },
        { "false", "jsonb", FieldValueKind.Boolean, "false" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_becomes_JSON_of_its_kind(object value, string type, FieldValueKind kind, string expected)
    {
        DatabaseValue converted = DatabaseValue.Of(value, type, "c")!;
        Assert.Equal((kind, expected), (converted.Wire.Kind, converted.Wire.ToString()));
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        Assert.Null(DatabaseValue.Of(null, "text", "c"));
        Assert.Null(DatabaseValue.Of(DBNull.Value, "text", "c"));
    }

    public static TheoryData<object> Others { get; } = [double.NaN, new byte[] { 1 }, float.PositiveInfinity, new object(), new Version(1, 2), new[] { double.NaN }, new object[] { new byte[] { 1 } }, new int[2, 2]];

    [Theory]
    [MemberData(nameof(Others))]
    public void What_JSON_has_no_value_for_is_a_failure_that_names_the_column(object value)
        => Assert.StartsWith("The column c holds ", Assert.Throws<InvalidDataException>(() => DatabaseValue.Of(value, "x", "c")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_JSON_is_a_failure()
        => Assert.Throws<InvalidDataException>(static () => DatabaseValue.Of("{", "jsonb", "c"));
}
