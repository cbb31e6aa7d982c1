using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.PostgreSql.Tables;
using IntelMQ.Text;

namespace IntelMQ.PostgreSql.Tests;

public sealed class BinaryFormTests
{
    [Theory]
    [InlineData("2000-01-01T00:00:00+00:00", 0)]
    [InlineData("2000-01-01T00:00:00.000001+00:00", 1)]
    [InlineData("1999-12-31T23:59:59+00:00", -1_000_000)]
    [InlineData("2000-01-01T01:00:00+01:00", 0)]
    public void Times_are_microseconds_since_2000(string text, long expected)
    {
        Assert.True(WireTime.TryRead(Encoding.UTF8.GetBytes(text), out long microseconds));
        Assert.Equal(expected, microseconds);
    }

    [Fact]
    public void Every_time_is_read_as_the_framework_reads_it()
        => Prop.ForAll(ArbMap.Default.ArbFor<DateTime>(), static time =>
        {
            string text = time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);
            long expected = (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcTicks - new DateTime(2000, 1, 1).Ticks) / 10;
            return WireTime.TryRead(Encoding.UTF8.GetBytes(text), out long microseconds) && microseconds == expected;
        }).Check(Fuzz.Quick);

    [Theory]
    [InlineData("2026-02-30T00:00:00+00:00")]
    [InlineData("2026-02-03T24:00:00+00:00")]
    [InlineData("2026-02-03T-1:00:00+00:00")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void What_is_no_time_is_not_read(string text) => Assert.False(WireTime.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void JSON_stays_JSON_without_an_escape_of_NUL()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), static text =>
        {
            byte[] json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text.Get.Replace('a', '\0').Replace("b", "\\u0000", StringComparison.Ordinal)));
            var output = new Utf8Buffer();
            JsonNul.Append(json, output);
            return output.Length == json.Length + JsonNul.CountIn(json) && !JsonSerializer.Deserialize<string>(output.WrittenSpan)!.Contains('\0');
        }).Check(Fuzz.Quick);

    [Fact]
    public void A_value_is_written_or_refused_and_nothing_else()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<byte>(), static (text, chosen) =>
        {
            ColumnKind[] kinds = Enum.GetValues<ColumnKind>();
            var column = new TableColumn("c", kinds[chosen % kinds.Length], "t");
            var output = new Utf8Buffer();
            try
            {
                BinaryCopy.Append(FieldValue.Of(chosen % 2 == 0 ? FieldValueKind.Text : FieldValueKind.Number, Encoding.UTF8.GetBytes(text.Get)), column, output);
                return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(output.WrittenSpan) == output.Length - 4;
            }
            catch (RefusedException)
            {
                return true;
            }
        }).Check(Fuzz.Quick);
}
