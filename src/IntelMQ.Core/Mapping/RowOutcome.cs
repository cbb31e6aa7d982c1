using IntelMQ.Messages;

namespace IntelMQ.Mapping;

/// <summary>What becomes of a row: it goes on to be an event, makes none on purpose, or is a failure.</summary>
public readonly struct RowOutcome : IEquatable<RowOutcome>
{
    private static readonly object Skipped = new();

    // One reference, since every row hands several on: none, the mark of a skipped row, the event, or why the row is a failure.
    private readonly object? _what;

    private RowOutcome(object what) => _what = what;

    /// <summary>The row goes on to be an event.</summary>
    public static RowOutcome Keep => default;

    /// <summary>The row makes no event, which is no fault; it is counted.</summary>
    public static RowOutcome Skip => new(Skipped);

    /// <summary>Whether the row goes on.</summary>
    public bool IsKept => _what is null or Messages.Event;

    /// <summary>Whether the row makes no event, without being a failure.</summary>
    public bool IsSkip => ReferenceEquals(_what, Skipped);

    /// <summary>Why the row is a failure; <see langword="null"/> where it is none.</summary>
    public RowError? Error => _what as RowError;

    /// <summary>The event that the row has become, where it has become one.</summary>
    internal Event? Event => _what as Event;

    /// <summary>The row is a failure.</summary>
    /// <param name="field">The field at fault, or <see langword="null"/>.</param>
    /// <param name="reason">The end of a sentence that begins with the field, or with "the line".</param>
    public static RowOutcome Fail(string? field, string reason) => new(new RowError(field, null, reason));

    /// <summary>The row is a failure.</summary>
    public static RowOutcome Fail(RowError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(error);
    }

    /// <summary>The row is a failure where a value was refused.</summary>
    public static RowOutcome FailIf(SetResult result) => result.IsRefused ? Fail(result.Field, result.Reason ?? "is refused") : Keep;

    /// <inheritdoc/>
    public bool Equals(RowOutcome other) => Equals(_what, other._what);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _what?.GetHashCode() ?? 0;

    /// <summary>Compares outcomes.</summary>
    public static bool operator ==(RowOutcome left, RowOutcome right) => left.Equals(right);

    /// <summary>Compares outcomes.</summary>
    public static bool operator !=(RowOutcome left, RowOutcome right) => !left.Equals(right);

    /// <summary>The row has become an event.</summary>
    internal static RowOutcome Of(Event message) => new(message);
}
