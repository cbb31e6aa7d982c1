namespace IntelMQ.Docs.Tests;

public sealed class OutputTextTests
{
    [Theory]
    [InlineData("a\nb\n", "a\nb", true)]
    [InlineData("a\n...\nd", "a\nb\nc\nd", true)]
    [InlineData("...\nd", "a\nd", true)]
    [InlineData("a\n...", "a\nb\nc", true)]
    [InlineData("a\n   ...\n", "a", true)]
    [InlineData("...", "a", false)]
    [InlineData("a", "a\nb", false)]
    [InlineData("a\n...\nb\n...", "b\na", false)]
    [InlineData("a\nb", "a", false)]
    public void A_line_of_dots_stands_for_any_lines(string listing, string text, bool matches)
        => Assert.Equal(matches, OutputText.Matches(listing, text));
}
