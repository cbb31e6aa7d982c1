using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>The Intrusion Detection Extensible Alert.</summary>
internal sealed class IdeaFormat : EventFormat
{
    /// <inheritdoc/>
    public override string Name => "idea";

    /// <inheritdoc/>
    public override string Title => "IDEA0";

    /// <inheritdoc/>
    public override string Specification => "https://idea.cesnet.cz/en/definition";

    /// <inheritdoc/>
    public override IReadOnlyList<FormatRow> Rows => IdeaTable.Rows;

    /// <inheritdoc/>
    public override void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        output.Append(new IdeaDocument(message, isTest: false, NameUuid.Of(message)).WriteWhole(IdeaTable.Holds).WrittenSpan);
    }

    /// <inheritdoc/>
    public override FormatRead Read(ReadOnlySpan<byte> document, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return JsonDocuments.Read(document, json => IdeaReader.Read(json, schema));
    }
}
