using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public class StrptimeFormatTests
{
    [Theory]
    [InlineData("%Y-%m-%d %H:%M:%S", "2021-08-31 08:16:10", "2021-08-31T08:16:10.000000")]
    [InlineData("%Y-%m-%d %H:%M:%S", "2021-8-3 8:6:1", "2021-08-03T08:06:01.000000")]
    [InlineData("%Y-%m-%dT%H:%M:%S.%f", "2021-08-31t08:16:10.5", "2021-08-31T08:16:10.500000")]
    [InlineData("%d/%b/%Y:%H:%M:%S %z", "31/AUG/2021:08:16:10 +0130", "2021-08-31T06:46:10.000000")]
    [InlineData("%a, %d %B %Y %I:%M %p", "tue, 31 august 2021 12:05 am", "2021-08-31T00:05:00.000000")]
    [InlineData("%A %d %b %y", "Tuesday 31 Aug 68", "2068-08-31T00:00:00.000000")]
    [InlineData("%y", "69", "1969-01-01T00:00:00.000000")]
    [InlineData("%m-%d", "08-31", "1900-08-31T00:00:00.000000")]
    [InlineData("%Y%m%d", "20210831", "2021-08-31T00:00:00.000000")]
    [InlineData("%d%m%Y", "1112021", "2021-01-11T00:00:00.000000")]
    [InlineData("%Y  %d", "2021 \t 3", "2021-01-03T00:00:00.000000")]
    [InlineData("%c", "Tue Aug 31 08:16:10 2021", "2021-08-31T08:16:10.000000")]
    [InlineData("%x %X", "08/31/21 08:16:10", "2021-08-31T08:16:10.000000")]
    [InlineData("%j %Y", "243 2021", "2021-08-31T00:00:00.000000")]
    [InlineData("%Y %W %a", "2021 35 Tue", "2021-08-31T00:00:00.000000")]
    [InlineData("%Y %U %w", "2021 35 2", "2021-08-31T00:00:00.000000")]
    [InlineData("%G-W%V-%u", "2021-W35-2", "2021-08-31T00:00:00.000000")]
    [InlineData("%H:%M %Z %Y", "08:16 gmt 2021", "2021-01-01T08:16:00.000000")]
    [InlineData("%Y %z", "2021 -00:30:15.5", "2021-01-01T00:30:15.500000")]
    [InlineData("%Y %z", "2021 Z", "2021-01-01T00:00:00.000000")]
    [InlineData("%Y%%", "2021%", "2021-01-01T00:00:00.000000")]
    [InlineData("(%Y)[é]", "(2021)[é]", "2021-01-01T00:00:00.000000")]
    public void A_text_of_the_format_is_read(string format, string text, string expected)
    {
        Assert.True(StrptimeFormat.Create(format).TryParse(Encoding.UTF8.GetBytes(text), out DateTimeOffset instant));
        Assert.Equal(expected, instant.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("%Y-%m-%d", "2021-08-31 ")]
    [InlineData("%Y-%m-%d", " 2021-08-31")]
    [InlineData("%Y-%m-%d", "21-08-31")]
    [InlineData("%Y-%m-%d", "2021-02-29")]
    [InlineData("%Y-%m-%d", "2021-13-01")]
    [InlineData("%Y", "0000")]
    [InlineData("%H:%M:%S", "08:16:60")]
    [InlineData("%m-%d", "02-29")]
    [InlineData("%b", "Foo")]
    [InlineData("%Z", "EST")]
    [InlineData("%z", "+24:00")]
    [InlineData("%Y %z", "0001 +01:00")]
    [InlineData("%G %V", "2021 35")]
    [InlineData("%G-W%V-%u", "2021-W53-1")]
    [InlineData("%Y %d", "2021")]
    [InlineData("%Y %d", "")]
    public void Other_texts_are_refused(string format, string text)
        => Assert.False(StrptimeFormat.Create(format).TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("%Q")]
    [InlineData("%-d")]
    [InlineData("%D")]
    [InlineData("%s")]
    [InlineData("% d")]
    [InlineData("%Y %")]
    [InlineData("%Y %Y")]
    [InlineData("%c %Y")]
    public void A_format_that_is_none_is_refused_with_a_reason(string format)
    {
        Assert.False(StrptimeFormat.TryCreate(format, out _, out string? error));
        Assert.StartsWith("The date format", error, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StrptimeFormat.Create(format));
    }

    [Fact]
    public void Midnight_is_that_of_the_written_date()
    {
        Assert.True(StrptimeFormat.Create("%Y-%m-%d %H:%M %z").TryParseMidnight("2021-08-31 01:00 +0500"u8, out DateTimeOffset instant));
        Assert.Equal(new DateTimeOffset(2021, 8, 31, 0, 0, 0, TimeSpan.Zero), instant);
    }

    [Fact]
    public void Numbers_run_together_end_in_bounded_time()
        => Assert.False(StrptimeFormat.Create("%H%I%M%S%d%m%j%U%W%V%w%u%f%z").TryParse(Encoding.UTF8.GetBytes(new string('1', 200)), out _));

    [Fact]
    public void Nothing_throws_on_any_format_and_text()
        => Prop.ForAll<string?, string?>((format, text) =>
        {
            if (StrptimeFormat.TryCreate("%Y " + format, out StrptimeFormat? compiled, out _))
                _ = compiled.TryParse(Encoding.UTF8.GetBytes(text ?? ""), out _);
            _ = StrptimeFormat.Create("%d%b %Y %p%z").TryParse(Encoding.UTF8.GetBytes(text ?? ""), out _);
        }).Check(Fuzz.Quick);
}
