namespace IntelMQ.Bots;

/// <summary>Names a parameter, or a value of an enumeration, where the property's or value's name in snake case is not it.</summary>
/// <param name="name">The name in configuration.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ParameterAttribute(string name) : Attribute
{
    /// <summary>The name in configuration.</summary>
    public string Name { get; } = name;
}
