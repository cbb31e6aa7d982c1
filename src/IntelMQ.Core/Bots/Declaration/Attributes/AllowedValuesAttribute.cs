namespace IntelMQ.Bots;

/// <summary>The texts that a parameter can be, or that each item of a list can be; upper and lower case differ.</summary>
/// <param name="values">The texts.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AllowedValuesAttribute(params string[] values) : Attribute
{
    /// <summary>The texts.</summary>
    public string[] Values { get; } = values;
}
