namespace IntelMQ.Mapping;

/// <summary>Every cell that no other rule has used, each below <c>extra.</c> under its column's name.</summary>
public sealed record RestRule : MapRule
{
    internal RestRule()
    {
    }

    /// <inheritdoc/>
    public override string Source => "every other column";
}
