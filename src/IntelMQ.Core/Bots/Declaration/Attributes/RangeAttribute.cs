namespace IntelMQ.Bots;

/// <summary>The smallest and the largest value of a number or a <see cref="TimeSpan"/>; of the latter in its unit.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeAttribute : Attribute
{
    /// <summary>A value from a smallest one up.</summary>
    public RangeAttribute(double minimum)
        : this(minimum, double.PositiveInfinity)
    {
    }

    /// <summary>A value from a smallest one to a largest one.</summary>
    public RangeAttribute(double minimum, double maximum)
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>The smallest value.</summary>
    public double Minimum { get; }

    /// <summary>The largest value; positive infinity for none.</summary>
    public double Maximum { get; }

    /// <summary>Whether the value must be above the smallest one.</summary>
    public bool MinimumIsExclusive { get; set; }
}
