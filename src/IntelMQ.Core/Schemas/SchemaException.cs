namespace IntelMQ.Schemas;

/// <summary>A schema file cannot be used; the message lists every fault found in it.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Creates the exception from all faults.</summary>
    /// <param name="source">The file or text that was read.</param>
    /// <param name="faults">Every fault, in the order found.</param>
    public SchemaException(string source, IReadOnlyList<string> faults)
        : base($"{source} is not a usable schema:{Environment.NewLine}- {string.Join($"{Environment.NewLine}- ", faults)}")
        => Faults = faults;

    /// <summary>Every fault, in the order found.</summary>
    public IReadOnlyList<string> Faults { get; }
}
