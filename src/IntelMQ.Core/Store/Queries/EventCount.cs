namespace IntelMQ.Store;

/// <summary>How many events there are, counted to a limit.</summary>
/// <param name="Value">The number; the limit where there are more.</param>
/// <param name="IsMore">Whether there are more than <paramref name="Value"/>.</param>
public readonly record struct EventCount(long Value, bool IsMore)
{
    /// <inheritdoc/>
    public override string ToString() => IsMore ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"more than {Value}") : Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
