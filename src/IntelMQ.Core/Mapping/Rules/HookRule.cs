namespace IntelMQ.Mapping;

/// <summary>Completes a row's event in code.</summary>
/// <param name="row">The row and what the map has made of it.</param>
/// <returns>What becomes of it; <see cref="RowOutcome.Keep"/> where it makes its event. Must not throw.</returns>
public delegate RowOutcome RowHook(RowEvent row);

/// <summary>Code that completes the event of each row, behind all other rules: for what none of them can say.</summary>
public sealed record HookRule : MapRule
{
    internal HookRule(RowHook hook) => Hook = hook;

    /// <summary>For people: what the code does.</summary>
    public required string Words { get; init; }

    /// <summary>
    /// Columns that the code reads and no rule takes. Where the data names its cells one by one (JSON, keys and values), only what is asked
    /// for is read.
    /// </summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <inheritdoc/>
    public override string Source => Words;

    internal RowHook Hook { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> Columns => Reads;
}
