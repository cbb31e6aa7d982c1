using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Tests;

public sealed class PlotScaleTests
{
    [Fact]
    public void A_logarithmic_axis_goes_from_power_to_power()
    {
        var scale = PlotScale.Even([42.0, 5_100.0], isLog: true);

        Assert.Equal([10, 100, 1_000, 10_000], scale.Ticks);
        Assert.Equal(0, scale.Place(10), 6);
        Assert.Equal(2.0 / 3, scale.Place(1_000), 6);
        Assert.Equal(1, scale.Place(10_000), 6);
    }

    [Fact]
    public void A_logarithmic_axis_of_one_power_still_has_length()
        => Assert.Equal([100, 1_000], PlotScale.Even([100.0], isLog: true).Ticks);

    [Theory]
    [InlineData(2_750, new double[] { 0, 1_000, 2_000, 3_000 })]
    [InlineData(9, new double[] { 0, 2, 4, 6, 8, 10 })]
    [InlineData(50, new double[] { 0, 10, 20, 30, 40, 50 })]
    public void A_linear_axis_starts_at_nought_and_has_round_ticks(double greatest, double[] expected)
        => Assert.Equal(expected, PlotScale.Even([1.0, greatest], isLog: false).Ticks);

    [Fact]
    public void Chosen_values_are_ticks_themselves()
    {
        var scale = PlotScale.OverValues([60, 5, 20, 5], isLog: false);

        Assert.Equal([5, 20, 60], scale.Ticks);
        Assert.Equal(0, scale.Place(5));
        Assert.Equal(1, scale.Place(60));
    }

    [Fact]
    public void A_single_value_stands_in_the_middle() => Assert.Equal(0.5, PlotScale.OverValues([7], isLog: true).Place(7));

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(1_000, "1k")]
    [InlineData(10_000, "10k")]
    [InlineData(2_500_000, "2.5M")]
    public void Labels_are_short(double value, string expected) => Assert.Equal(expected, PlotScale.Label(value));
}
