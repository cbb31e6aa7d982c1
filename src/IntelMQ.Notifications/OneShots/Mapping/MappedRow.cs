using IntelMQ.Messages;

namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>What became of a row.</summary>
/// <param name="Row">The row, from 1.</param>
/// <param name="Event">The event; <see langword="null"/> where the row is wrong.</param>
/// <param name="Errors">What is wrong; empty where nothing is.</param>
public sealed record MappedRow(long Row, Event? Event, IReadOnlyList<CellError> Errors);
