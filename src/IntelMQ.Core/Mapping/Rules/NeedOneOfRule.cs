namespace IntelMQ.Mapping;

/// <summary>Rows that leave all of the fields unset are failures.</summary>
public sealed record NeedOneOfRule : MapRule
{
    internal NeedOneOfRule()
    {
    }

    /// <summary>The fields' full names.</summary>
    public required IReadOnlyList<string> OneOf { get; init; }

    /// <summary>The end of a sentence that begins with the field, where there is one alone; otherwise with "the line".</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    public override string Source => string.Join(", ", OneOf);

    internal override IEnumerable<string> FieldNames => OneOf;

    /// <summary>Why such a row is a failure; see <see cref="Reason"/>.</summary>
    public NeedOneOfRule Because(string reason) => this with { Reason = reason };
}
