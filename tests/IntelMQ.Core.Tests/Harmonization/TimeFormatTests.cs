using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Harmonization;

public class TimeFormatTests
{
    private const string Nothing = "nothing";
    private const string Refused = "refused";

    [Theory]
    [InlineData("timestamp", "1630397770", "2021-08-31T08:16:10+00:00")]
    [InlineData("timestamp", " 1630397770.5 ", "2021-08-31T08:16:10.500000+00:00")]
    [InlineData("timestamp", "-1", "1969-12-31T23:59:59+00:00")]
    [InlineData("timestamp", "-0.25", "1969-12-31T23:59:59.750000+00:00")]
    [InlineData("timestamp", "1e9", "2001-09-09T01:46:40+00:00")]
    [InlineData("timestamp", "1_000", "1970-01-01T00:16:40+00:00")]
    [InlineData("timestamp", "0.9999999", "1970-01-01T00:00:01+00:00")]
    [InlineData("timestamp", "0.0000005", "1970-01-01T00:00:00+00:00")]
    [InlineData("timestamp", "nan", Refused)]
    [InlineData("timestamp", "inf", Refused)]
    [InlineData("timestamp", "1e300", Refused)]
    [InlineData("timestamp", "253402300800", Refused)]
    [InlineData("timestamp", "_1", Refused)]
    [InlineData("timestamp", "", Refused)]
    [InlineData("windows_nt", "131356377289905913", "2017-04-02T20:15:28.990591+00:00")]
    [InlineData("windows_nt", "0", "1601-01-01T00:00:00+00:00")]
    [InlineData("windows_nt", "1.5", Refused)]
    [InlineData("windows_nt", "9999999999999999999999", Refused)]
    [InlineData("epoch_millis", "1630397770", "2021-08-31T08:16:10+00:00")]
    [InlineData("epoch_millis", "163039777099", "2021-08-31T08:16:10+00:00")]
    [InlineData("epoch_millis", "1630397770999", "2021-08-31T08:16:10+00:00")]
    [InlineData("epoch_millis", "0", Nothing)]
    [InlineData("epoch_millis", "-163039777", Nothing)]
    [InlineData("epoch_millis", "99999999999999999999999", Nothing)]
    [InlineData("epoch_millis", "1630397770.5", Refused)]
    [InlineData("epoch_millis", "", Refused)]
    [InlineData("utc_isoformat", "2021-8-31T8:16:10.5+00:00", "2021-8-31T8:16:10.5+00:00")]
    [InlineData("utc_isoformat", "2021-08-31T08:16:10Z", Refused)]
    [InlineData("from_format|%d.%m.%Y|%H:%M", "31.08.2021|08:16", "2021-08-31T08:16:00+00:00")]
    [InlineData("from_format|%d.%m.%Y %z", "31.08.2021 +0100", "2021-08-30T23:00:00+00:00")]
    [InlineData("from_format|%d.%m.%Y", "2021-08-31", Refused)]
    [InlineData("from_format_midnight|%d.%m.%Y %H", "31.08.2021 08", "2021-08-31T00:00:00+00:00")]
    [InlineData("fuzzy", "31 Aug 2021 08:16:10", "2021-08-31T08:16:10+00:00")]
    [InlineData("fuzzy", "2021-8-31T8:16:10.5+00:00", "2021-08-31T08:16:10.500000+00:00")]
    [InlineData("", "2021-08-31 08:16:10", "2021-08-31T08:16:10+00:00")]
    [InlineData(null, "2021-08-31 08:16:10", "2021-08-31T08:16:10+00:00")]
    [InlineData(null, "foo", Refused)]
    [InlineData(null, "08-31", Refused)]
    public void Each_conversion_does_as_its_name_says(string? name, string text, string expected)
    {
        Assert.True(TimeFormat.TryCreate(name, out TimeFormat? format, out string? error), error);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, Convert(format, bytes));
        Assert.Equal(expected is not (Nothing or Refused), format.TryParse(bytes, out _));
    }

    [Theory]
    [InlineData("foo", "There is no time format foo")]
    [InlineData("Timestamp", "There is no time format Timestamp")]
    [InlineData("from_format", "The time format from_format needs a format")]
    [InlineData("from_format|", "The time format from_format needs a format")]
    [InlineData("from_format_midnight", "The time format from_format_midnight needs a format")]
    [InlineData("timestamp|%Y", "The time format timestamp takes no format")]
    [InlineData("from_format|%Q", "The date format has an unknown directive: %Q")]
    public void A_wrong_name_is_refused_with_a_reason(string name, string expected)
    {
        Assert.False(TimeFormat.TryCreate(name, out TimeFormat? format, out string? error));
        Assert.Null(format);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_clock_a_missing_year_is_completed()
    {
        Assert.True(TimeFormat.TryCreate("fuzzy", TimeProvider.System, out TimeFormat? format, out _));
        Assert.EndsWith("-02-15T00:00:00+00:00", Convert(format, "02-15"u8), StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_can_be_made_in_code()
    {
        Assert.Equal("2021-08-31T08:00:00+00:00", Convert(TimeFormat.FromFormat("%Y%m%d %H"), "20210831 08"u8));
        Assert.Equal("2021-08-31T00:00:00+00:00", Convert(TimeFormat.FromFormatMidnight("%Y%m%d %H"), "20210831 08"u8));
        Assert.Equal("2021-08-31T08:16:10+00:00", Convert(UtcTime.Exact("yyyy-MM-dd HH:mm:ss"), "2021-08-31 08:16:10"u8));
        Assert.Throws<ArgumentException>(() => TimeFormat.FromFormat("%Q"));
    }

    [Fact]
    public void Nothing_throws_on_any_bytes()
        => Prop.ForAll<byte[]>(bytes =>
        {
            foreach (TimeFormat format in new[] { TimeFormat.Fuzzy, TimeFormat.Timestamp, TimeFormat.WindowsNt, TimeFormat.EpochByLength, TimeFormat.UtcIsoFormat })
                Convert(format, bytes);
        }).Check(Fuzz.Quick);

    [Fact]
    public void Nothing_throws_on_any_number()
        => Prop.ForAll<long, double>((whole, real) =>
        {
            byte[] digits = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{whole}"));
            Convert(TimeFormat.Timestamp, Encoding.UTF8.GetBytes(FormattableString.Invariant($"{real:R}")));
            Convert(TimeFormat.Timestamp, digits);
            Convert(TimeFormat.WindowsNt, digits);
            Convert(TimeFormat.EpochByLength, digits);
        }).Check(Fuzz.Quick);

    private static string Convert(TimeFormat format, ReadOnlySpan<byte> text)
    {
        var buffer = new Utf8Buffer();
        Harmonized result = format.Convert(text, buffer);
        if (!result.IsValid)
            return Refused;
        return result.Kind == FieldValueKind.Null ? Nothing : result.Value(FieldValue.Text(text), buffer).ToString();
    }
}
