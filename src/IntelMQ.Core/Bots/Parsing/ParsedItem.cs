using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Bots;

/// <summary>What became of one element of a report: an event or a failure.</summary>
public readonly struct ParsedItem : IEquatable<ParsedItem>
{
    /// <summary>An event.</summary>
    public ParsedItem(Event message) => Event = message;

    /// <summary>A failure.</summary>
    public ParsedItem(Failure failure) => Failure = failure;

    /// <summary>The event; <see langword="null"/> for a failure.</summary>
    public Event? Event { get; }

    /// <summary>The failure; <see langword="null"/> for an event.</summary>
    public Failure? Failure { get; }

    /// <inheritdoc/>
    public bool Equals(ParsedItem other) => ReferenceEquals(Event, other.Event) && ReferenceEquals(Failure, other.Failure);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ParsedItem other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Event, Failure);

    /// <summary>Compares by reference.</summary>
    public static bool operator ==(ParsedItem left, ParsedItem right) => left.Equals(right);

    /// <summary>Compares by reference.</summary>
    public static bool operator !=(ParsedItem left, ParsedItem right) => !left.Equals(right);
}

/// <summary>What became of a report.</summary>
/// <param name="Events">The events, in the order of the lines.</param>
/// <param name="Failures">The lines that made no event, in their order.</param>
public sealed record ParseResult(IReadOnlyList<Event> Events, IReadOnlyList<Failure> Failures)
{
    /// <summary>How many rows made neither, on purpose; see <see cref="Parser.PassedOver"/>.</summary>
    public long PassedOver { get; init; }
}
