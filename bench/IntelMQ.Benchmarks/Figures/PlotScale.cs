using System.Globalization;

namespace IntelMQ.Benchmarks.Figures;

/// <summary>Where values stand on an axis of a given length, and which are written beside it.</summary>
internal sealed class PlotScale
{
    private readonly bool _isLog;
    private readonly double _low;
    private readonly double _high;

    private PlotScale(bool isLog, double low, double high, IReadOnlyList<double> ticks)
    {
        _isLog = isLog;
        _low = low;
        _high = high;
        Ticks = ticks;
    }

    /// <summary>The values to write beside the axis, rising.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis from the least to the greatest value, with a tick at each: for what was chosen, not measured.</summary>
    public static PlotScale OverValues(IEnumerable<double> values, bool isLog)
    {
        double[] ticks = [.. values.Distinct().Order()];
        return new PlotScale(isLog, ticks[0], ticks[^1], ticks);
    }

    /// <summary>An axis with even ticks: from 0, or from a power of ten to another where it is logarithmic.</summary>
    public static PlotScale Even(IEnumerable<double> values, bool isLog)
    {
        double[] sorted = [.. values.Order()];
        if (isLog)
        {
            int from = (int)Math.Floor(Math.Log10(sorted[0]));
            int to = Math.Max(from + 1, (int)Math.Ceiling(Math.Log10(sorted[^1])));
            return new PlotScale(true, Math.Pow(10, from), Math.Pow(10, to), [.. Enumerable.Range(from, to - from + 1).Select(static power => Math.Pow(10, power))]);
        }

        double step = Step(sorted[^1] / 5);
        int count = Math.Max(1, (int)Math.Ceiling(sorted[^1] / step));
        return new PlotScale(false, 0, count * step, [.. Enumerable.Range(0, count + 1).Select(i => i * step)]);
    }

    /// <summary>The distance of a value from the axis' start, for an axis of length 1.</summary>
    public double Place(double value)
    {
        if (_low == _high)
            return 0.5;
        return _isLog ? Math.Log(value / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low);
    }

    /// <summary>A value as it is written beside an axis: <c>0.5</c>, <c>20</c>, <c>10k</c>, <c>10M</c>.</summary>
    public static string Label(double value) => value switch
    {
        >= 1e6 => Short(value / 1e6) + "M",
        >= 1e3 => Short(value / 1e3) + "k",
        _ => Short(value),
    };

    private static string Short(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    // 1, 2 or 5 times a power of ten, so that people can read between the ticks.
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        foreach (int factor in (int[])[1, 2, 5])
        {
            if (factor * power >= least)
                return factor * power;
        }

        return 10 * power;
    }
}
