namespace IntelMQ.Mapping;

/// <summary>Why a row makes no event.</summary>
/// <param name="Field">The field that refused its value; <see langword="null"/> where it is not one field's fault.</param>
/// <param name="Column">The column that the value stood in, by name or position; <see langword="null"/> where it is not one column's fault.</param>
/// <param name="Reason">The end of a sentence that begins with the field, the column or "the line".</param>
public sealed record RowError(string? Field, string? Column, string Reason)
{
    /// <summary>The value that was refused, short and without controls; <see langword="null"/> where there is none, or it may be a secret.</summary>
    public string? Value { get; init; }

    /// <summary>What code of the parser has thrown, where a defect of it is the reason.</summary>
    public Exception? Exception { get; init; }

    /// <inheritdoc/>
    public override string ToString() => (Field, Column) switch
    {
        ({ } field, { } column) => $"{field} (from {column}) {Reason}",
        ({ } field, null) => $"{field} {Reason}",
        (null, { } column) => $"the column {column} {Reason}",
        _ => $"the line {Reason}",
    };
}
