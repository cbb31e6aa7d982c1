using IntelMQ.Hosting.Dumps;

namespace IntelMQ.Hosting.Tests.Dumps;

public sealed class DumpReasonTests
{
    [Theory]
    [InlineData("line 12: source.ip cannot be 'abc'.", "line #: source.ip cannot be '…'.")]
    [InlineData("It doesn't end, isn't it? \"a 1\" and 2", "It doesn't end, isn't it? \"…\" and #")]
    [InlineData("an open 'quote", "an open 'quote")]
    [InlineData("", "")]
    public void What_changes_is_left_out(string reason, string pattern) => Assert.Equal(pattern, DumpReason.Pattern(reason));

    [Fact]
    public void A_long_reason_is_cut() => Assert.Equal(160, DumpReason.Pattern(new string('x', 5000)).Length);

    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0,2, 5-7", new[] { 0, 2, 5, 6, 7 })]
    [InlineData("3-1", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    [InlineData("0-999999999", null)]
    public void Numbers_are_read_as_they_are_typed(string text, int[]? numbers) => Assert.Equal(numbers, DumpNumbers.Parse(text));
}
