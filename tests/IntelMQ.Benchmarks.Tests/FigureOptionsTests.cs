using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Tests;

public sealed class FigureOptionsTests
{
    [Fact]
    public void Without_a_group_the_command_line_is_somebody_elses()
        => Assert.Null(FigureOptions.Parse(["--filter", "*EventBenchmarks*"]));

    [Fact]
    public void All_stands_for_every_group()
        => Assert.Equal(FigureOptions.AllGroups.Order(), FigureOptions.Parse(["--all", "--write"])!.Groups.Order());

    [Fact]
    public void Names_end_where_the_next_option_begins()
    {
        FigureOptions options = FigureOptions.Parse(["--growth", "--only", "growth-sieve", "growth-f", "--write", "--mebibytes", "64"])!;

        Assert.Equal(["growth-sieve", "growth-f"], options.Only);
        Assert.True(options.Writes);
        Assert.Equal(64, options.FileMebibytes);
        Assert.True(options.Wants("growth-filters"));
        Assert.False(options.Wants("growth-events"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("much")]
    public void A_size_is_a_number_above_nought(string size)
        => Assert.Contains($"'{size}'", Assert.Throws<ArgumentException>(() => FigureOptions.Parse(["--file", "--mebibytes", size])).Message, StringComparison.Ordinal);
}
