using System.Globalization;

namespace IntelMQ.Bots;

/// <summary>What a parameter's declaration says besides its name and type.</summary>
public sealed record ParameterRules
{
    /// <summary>What the parameter means: sentences, in Markdown.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The unit of a number; null where it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>What the parameter makes the bot reach outside the process.</summary>
    public Outside Reaches { get; init; }

    /// <summary>What to do where the parameter is missing; null where it may be.</summary>
    public string? Required { get; init; }

    /// <summary>The smallest number.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the number must be above the smallest one.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>The texts that are allowed; empty for all.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>Whether the parameter can be null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether there is a smallest or a largest number.</summary>
    internal bool HasRange => Minimum > double.NegativeInfinity || Maximum < double.PositiveInfinity;

    /// <summary>What a number must be.</summary>
    internal string RangeWords()
    {
        string unit = Unit is null ? "" : $" {Unit}";
        if (Minimum == double.NegativeInfinity)
            return string.Create(CultureInfo.InvariantCulture, $"at most {Maximum}{unit}");
        string from = MinimumIsExclusive ? "above" : Maximum < double.PositiveInfinity ? "from" : "at least";
        string to = Maximum == double.PositiveInfinity
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{(MinimumIsExclusive ? " and at most" : " to")} {Maximum}");
        return string.Create(CultureInfo.InvariantCulture, $"{from} {Minimum}{to}{unit}");
    }

    internal bool Holds(double number)
        => (MinimumIsExclusive ? number > Minimum : number >= Minimum) && number <= Maximum;
}
