using IntelMQ.Schemas;

namespace IntelMQ.Messages;

/// <summary>A value that is found by name: a member of <c>extra</c> or an own field.</summary>
internal readonly record struct ExtraEntry(FieldKey Key, Slot Slot);
