namespace IntelMQ.Store;

/// <summary>The field's text contains this.</summary>
/// <param name="Field">The field.</param>
/// <param name="Text">The text.</param>
public sealed record ContainsFilter(string Field, string Text) : EventFilter;
