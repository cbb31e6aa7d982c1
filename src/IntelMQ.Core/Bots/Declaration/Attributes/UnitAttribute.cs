namespace IntelMQ.Bots;

/// <summary>
/// The unit of a number in configuration. A <see cref="TimeSpan"/> needs one of <c>milliseconds</c>, <c>seconds</c>, <c>minutes</c>,
/// <c>hours</c> and <c>days</c>; other numbers may have any.
/// </summary>
/// <param name="name">The unit, in the plural.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnitAttribute(string name) : Attribute
{
    /// <summary>The unit.</summary>
    public string Name { get; } = name;
}
