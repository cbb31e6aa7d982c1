using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Harmonization;

public class UtcTimeTests
{
    private static readonly DateTimeOffset Noon = new(2021, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_time_is_written_in_UTC()
        => Assert.Equal("2021-08-31T12:00:00+00:00", Write(Noon.ToOffset(TimeSpan.FromHours(5))));

    [Fact]
    public void A_fraction_is_written_with_six_digits_and_only_where_there_is_one()
    {
        Assert.Equal("2021-08-31T12:00:00.000120+00:00", Write(Noon.AddMicroseconds(120)));
        Assert.Equal("2021-08-31T12:00:00+00:00", Write(Noon.AddTicks(9)));
    }

    [Fact]
    public void The_ends_of_time_can_be_written()
    {
        Assert.Equal("0001-01-01T00:00:00+00:00", Write(DateTimeOffset.MinValue));
        Assert.Equal("9999-12-31T23:59:59.999999+00:00", Write(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void What_is_written_is_read_again()
        => Prop.ForAll<long>(ticks =>
        {
            long microseconds = (long)((ulong)ticks % (ulong)(DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond));
            var instant = new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
            return UtcTime.TryRead(Encoding.UTF8.GetBytes(Write(instant)), out DateTimeOffset read) && read == instant;
        }).Check(Fuzz.Quick);

    [Fact]
    public void Reading_takes_only_the_valid_form()
    {
        Assert.True(UtcTime.TryRead("2021-8-31T12:0:0.0+00:00"u8, out DateTimeOffset instant));
        Assert.Equal(Noon, instant);
        Assert.False(UtcTime.TryRead("2021-08-31 12:00:00"u8, out _));
    }

    [Fact]
    public void The_clock_completes_nothing_but_the_year()
    {
        var clock = new FixedClock(Noon);
        Assert.True(UtcTime.TryParse("02-15"u8, clock, out DateTimeOffset instant));
        Assert.Equal(new DateTimeOffset(2021, 2, 15, 0, 0, 0, TimeSpan.Zero), instant);
        Assert.True(UtcTime.TryParse("Feb 15 10:20"u8, clock, out instant));
        Assert.Equal(new DateTimeOffset(2021, 2, 15, 10, 20, 0, TimeSpan.Zero), instant);
        Assert.True(UtcTime.TryParse("2019-02-15"u8, clock, out instant));
        Assert.Equal(2019, instant.Year);
        Assert.False(UtcTime.TryParse("2019-02"u8, clock, out _));
        Assert.False(UtcTime.TryParse("10:20"u8, clock, out _));
        Assert.False(UtcTime.TryParse("02-29"u8, clock, out _));
    }

    [Theory]
    [InlineData("2021-08-31 12:00", true)]
    [InlineData("Tuesday, 31st of August 2021 at 12:00 UTC", true)]
    [InlineData("2021-08-31 12:00 +0000 (UTC)", true)]
    [InlineData("around 2021-08-31 12:00", false)]
    [InlineData("2021-08-31 UTC", false)]
    [InlineData("2021-08-31 pm", false)]
    public void Strict_parsing_refuses_words_without_a_meaning(string text, bool expected)
        => Assert.Equal(expected, UtcTime.TryParseStrict(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2021-08-31 12:00:00")]
    [InlineData("yyyy-MM-ddTHH:mm:ss", "2021-08-31T12:00:00")]
    [InlineData("dd.MM.yyyy HH:mm", "31.08.2021 12:00")]
    [InlineData("yyyy-MM-dd HH:mm:ss 'UTC'", "2021-08-31 12:00:00 UTC")]
    [InlineData("d MMM yyyy HH:mm:ss zzz", "31 Aug 2021 14:00:00 +02:00")]
    [InlineData("M/d/yyyy h:mm tt", "8/31/2021 12:00 PM")]
    public void An_exact_format_reads_its_own_texts(string format, string text)
    {
        Assert.True(UtcTime.Exact(format).TryParse(Encoding.UTF8.GetBytes(text), out DateTimeOffset instant));
        Assert.Equal(Noon, instant);
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData("2021-08-31T12:00:00")]
    [InlineData("2021-08-31 12:00")]
    [InlineData("2021-08-31 12:00:00 ")]
    [InlineData("2021-08-32 12:00:00")]
    [InlineData("2021-08-31 12:00:0x")]
    [InlineData("")]
    public void An_exact_format_refuses_others(string text)
        => Assert.False(UtcTime.Exact("yyyy-MM-dd HH:mm:ss").TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_format_that_is_none_is_an_error() => Assert.Throws<FormatException>(() => UtcTime.Exact("yyyy-MM-dd '"));

    [Fact]
    public void Nothing_throws_on_any_text()
        => Prop.ForAll<string?>(text =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
            _ = UtcTime.TryParseStrict(bytes, out _);
            _ = UtcTime.TryParse(bytes, new FixedClock(Noon), out _);
            _ = UtcTime.Exact("d MMM yyyy").TryParse(bytes, out _);
        }).Check(Fuzz.Quick);

    private static string Write(DateTimeOffset instant)
    {
        var buffer = new Utf8Buffer();
        UtcTime.Write(instant, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
