namespace IntelMQ.Store;

/// <summary>The field's name is this domain or one below it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Domain">The domain.</param>
public sealed record DomainFilter(string Field, string Domain) : EventFilter;
