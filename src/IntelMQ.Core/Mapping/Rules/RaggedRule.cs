namespace IntelMQ.Mapping;

/// <summary>Rows may have fewer or more cells than the header.</summary>
public sealed record RaggedRule : MapRule
{
    internal RaggedRule()
    {
    }

    /// <inheritdoc/>
    public override string Source => "rows of any length";
}
