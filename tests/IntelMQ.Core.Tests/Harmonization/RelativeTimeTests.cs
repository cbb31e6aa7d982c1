using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public class RelativeTimeTests
{
    [Theory]
    [InlineData("5 seconds", 5)]
    [InlineData("1 minute", 60)]
    [InlineData("2  hours", 7200)]
    [InlineData(" 1\tday ", 86400)]
    [InlineData("1 days", 86400)]
    [InlineData("3 week", 3 * 7 * 86400)]
    [InlineData("1 month", 30 * 86400)]
    [InlineData("1 year", 365 * 86400)]
    [InlineData("0 years", 0)]
    public void A_number_and_a_unit_are_a_span(string text, int seconds)
    {
        Assert.True(RelativeTime.TryParse(text, out TimeSpan span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
        Assert.True(RelativeTime.TryParse(Encoding.UTF8.GetBytes(text), out span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("day")]
    [InlineData("1day")]
    [InlineData("-1 day")]
    [InlineData("1.5 days")]
    [InlineData("1 Day")]
    [InlineData("1 dayss")]
    [InlineData("1 fortnight")]
    [InlineData("1 day ago")]
    [InlineData("1 hour 5 minutes")]
    [InlineData("99999999999 years")]
    [InlineData("99999999999999999999 seconds")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(RelativeTime.TryParse(text, out _));
        Assert.False(RelativeTime.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Fact]
    public void Nothing_throws_on_any_text()
        => Prop.ForAll<ulong, string?>((count, unit) =>
        {
            _ = RelativeTime.TryParse($"{count} {unit}", out _);
            _ = RelativeTime.TryParse($"{count} years", out _);
            _ = RelativeTime.TryParse(Encoding.UTF8.GetBytes(unit ?? ""), out _);
        }).Check(Fuzz.Quick);
}
