using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>Bundles of STIX 2.1.</summary>
internal sealed class StixFormat : EventFormat
{
    /// <inheritdoc/>
    public override string Name => "stix";

    /// <inheritdoc/>
    public override string Title => "STIX 2.1";

    /// <inheritdoc/>
    public override string MediaType => "application/stix+json;version=2.1";

    /// <inheritdoc/>
    public override bool JoinsEvents => true;

    /// <inheritdoc/>
    public override string Specification => "https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html";

    /// <inheritdoc/>
    public override IReadOnlyList<FormatRow> Rows => StixTable.Rows;

    /// <inheritdoc/>
    public override void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        WriteAll([message], output);
    }

    /// <summary>Appends one bundle of all events, in which what they share stands once.</summary>
    /// <inheritdoc/>
    public override void WriteAll(IEnumerable<Event> messages, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(output);
        var objects = new StixObjects();
        foreach (Event message in messages)
            new StixWriter(message, objects).Add();
        objects.WriteTo(output);
    }

    /// <inheritdoc/>
    public override FormatRead Read(ReadOnlySpan<byte> document, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return JsonDocuments.Read(document, json => StixReader.Read(json, schema));
    }
}
