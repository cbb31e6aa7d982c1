namespace IntelMQ.Formats;

/// <summary>The Open Cybersecurity Schema Framework.</summary>
internal sealed class OcsfFormat : JsonFormat
{
    /// <inheritdoc/>
    public override string Name => "ocsf";

    /// <inheritdoc/>
    public override string Title => "OCSF 1.4";

    /// <inheritdoc/>
    public override string Specification => "https://schema.ocsf.io/";

    /// <inheritdoc/>
    protected override JsonTable Table => OcsfTable.Table;
}
