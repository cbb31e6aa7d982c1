namespace IntelMQ.Store;

/// <summary>What events are put together by: a field's value, or a span of time.</summary>
/// <param name="Field">The field; for spans one of times.</param>
/// <param name="Span">The span; <see langword="null"/> for the value itself.</param>
public sealed record GroupKey(string Field, TimeBucket? Span = null)
{
    /// <summary>The field's value itself.</summary>
    public static implicit operator GroupKey(string field) => FromString(field);

    /// <summary>The field's value itself.</summary>
    public static GroupKey FromString(string field) => new(field);
}
