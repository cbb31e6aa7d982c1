namespace IntelMQ.Records;

/// <summary>A definition that was in force.</summary>
/// <param name="Pipeline">The pipeline's name.</param>
/// <param name="Number">Its number: 1, 2, 3, ... for each pipeline.</param>
/// <param name="Time">Since when.</param>
/// <param name="Who">Who put it into force.</param>
/// <param name="Note">Why.</param>
public sealed record DefinitionVersion(string Pipeline, long Number, DateTimeOffset Time, string Who, string Note)
{
    /// <summary>The definition as JSON, secrets as references only; empty in lists.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}
