using IntelMQ.Benchmarks.Processes;

namespace IntelMQ.Benchmarks.Tests;

public sealed class GrowthOfFileTests
{
    [Fact]
    public void Even_growth_gives_even_parts()
        => Assert.All(GrowthOfFile.Parts([(2.0, 0), (3.0, 100), (6.0, 400)], 4), static seconds => Assert.Equal(1.0, seconds, 6));

    [Fact]
    public void A_slow_end_shows_in_the_last_part()
    {
        IReadOnlyList<double> parts = GrowthOfFile.Parts([(0.0, 10), (9.0, 910), (19.0, 1010)], 10);

        Assert.Equal(1.0, parts[0], 6);
        Assert.Equal(10.0, parts[^1], 6);
        Assert.Equal(19.0, parts.Sum(), 6);
    }

    [Fact]
    public void A_file_that_rests_counts_where_it_rests()
        => Assert.Equal([1.0, 6.0], GrowthOfFile.Parts([(0.0, 0), (1.0, 50), (6.0, 50), (7.0, 100)], 2));

    [Fact]
    public void One_sample_says_nothing() => Assert.Throws<ArgumentException>(static () => GrowthOfFile.Parts([(0.0, 1)], 10));
}
