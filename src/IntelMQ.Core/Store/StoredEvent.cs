using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>An event as the store gives it.</summary>
/// <param name="Id">Its number in the store; later ones are higher.</param>
/// <param name="Message">The event; the receiver's own.</param>
/// <param name="Cursor">What <see cref="EventQuery.After"/> takes so that the next page begins behind this event.</param>
public sealed record StoredEvent(long Id, Event Message, string Cursor);
