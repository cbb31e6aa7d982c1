namespace IntelMQ.Mapping;

/// <summary>What a parser's hook says of a row.</summary>
public readonly struct RowVerdict : IEquatable<RowVerdict>
{
    private readonly bool _skip;

    private RowVerdict(bool skip, RowError? error)
    {
        _skip = skip;
        Error = error;
    }

    /// <summary>The row makes an event.</summary>
    public static RowVerdict Keep => default;

    /// <summary>The row makes no event, which is no fault.</summary>
    public static RowVerdict Skip => new(true, null);

    /// <summary>Why the row is a failure; <see langword="null"/> where it is none.</summary>
    public RowError? Error { get; }

    /// <summary>Whether the row makes no event, without being a failure.</summary>
    public bool IsSkip => _skip;

    /// <summary>The row is a failure.</summary>
    /// <param name="field">The field at fault, or <see langword="null"/>.</param>
    /// <param name="reason">The end of a sentence that begins with the field, or with "the line".</param>
    public static RowVerdict Fail(string? field, string reason) => new(false, new RowError(field, null, reason));

    /// <summary>The row is a failure where a value was refused.</summary>
    public static RowVerdict FailIf(Messages.SetResult result) => result.IsRefused ? Fail(result.Field, result.Reason ?? "is refused") : Keep;

    /// <inheritdoc/>
    public bool Equals(RowVerdict other) => _skip == other._skip && Equals(Error, other.Error);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowVerdict other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_skip, Error);

    /// <summary>Compares verdicts.</summary>
    public static bool operator ==(RowVerdict left, RowVerdict right) => left.Equals(right);

    /// <summary>Compares verdicts.</summary>
    public static bool operator !=(RowVerdict left, RowVerdict right) => !left.Equals(right);
}
