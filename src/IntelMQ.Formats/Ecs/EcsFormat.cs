namespace IntelMQ.Formats;

/// <summary>The Elastic Common Schema.</summary>
internal sealed class EcsFormat : JsonFormat
{
    /// <inheritdoc/>
    public override string Name => "ecs";

    /// <inheritdoc/>
    public override string Title => "Elastic Common Schema 8.17";

    /// <inheritdoc/>
    public override string Specification => "https://www.elastic.co/docs/reference/ecs";

    /// <inheritdoc/>
    protected override JsonTable Table => EcsTable.Table;
}
