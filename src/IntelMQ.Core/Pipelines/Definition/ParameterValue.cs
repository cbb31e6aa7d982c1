using System.Text.Json;

namespace IntelMQ.Pipelines;

/// <summary>A parameter's name and value.</summary>
/// <param name="Name">IntelMQ's name of the parameter.</param>
/// <param name="Value">The value.</param>
public sealed record ParameterValue(string Name, JsonElement Value)
{
    /// <summary>Where it stands in the document it was read from; no part of what makes two parameters equal.</summary>
    public DocumentPlace? Place { get; init; }

    /// <summary>Whether both have one name and one value; what is in an object has an order.</summary>
    public bool Equals(ParameterValue? other) => other is not null && Name == other.Name && JsonValues.AreEqual(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name; the value may be a secret.</summary>
    public override string ToString() => Name;
}
