using System.Globalization;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="BroFileOutput"/>.</summary>
public sealed partial class BroFileOutputOptions : LineFileOutputOptions
{
    /// <summary>The parameters with their defaults.</summary>
    public BroFileOutputOptions()
        : base("/opt/intelmq/var/lib/bots/file-output/bro")
    {
    }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        RefuseFormat(complaints);
    }
}

/// <summary>
/// Appends events to an intelligence file of Zeek (Bro): a line each for address, name and URL of the source. What would break a line is
/// left out. Events without <c>classification.type</c> or <c>feed.accuracy</c> that have one of them are failures.
/// </summary>
[Bot("intelmq.bots.outputs.bro_file.output", BotKind.Output)]
public sealed partial class BroFileOutput(BroFileOutputOptions options, BotServices services) : LineFileOutput(options, services)
{
    private static readonly byte[] Head = "#fields\tindicator\tindicator_type\tmeta.desc\tmeta.cif_confidence\tmeta.source\n"u8.ToArray();

    private static readonly (string Field, string Type)[] Indicators =
        [("source.ip", "Intel::ADDR"), ("source.fqdn", "Intel::DOMAIN"), ("source.url", "Intel::URL")];

    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);
    private readonly Utf8Buffer _value = new();

    /// <inheritdoc cref="BroFileOutput(BroFileOutputOptions)"/>
    /// <inheritdoc/>
    protected override void AppendHead(string path, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        byte[] begins = FileBeginning.Read(path, Head.Length);
        // Behind something else it stands once: it never becomes the file's first line.
        if (begins.Length == 0 || (!begins.AsSpan().SequenceEqual(Head) && _foreign.Add(path)))
            output.Append(Head);
    }

    /// <inheritdoc/>
    protected override void Append(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        foreach ((string field, string type) in Indicators)
        {
            if (message[field] is not { IsMissing: false } indicator)
                continue;
            if (!message.Contains(Fields.Classification.Type) || !message.TryGet(Fields.Feed.Accuracy, out double accuracy))
                throw new RefusedException("The event lacks classification.type or feed.accuracy, which the file has columns for.");
            AppendCell(indicator, output);
            output.Append((byte)'\t');
            output.Append(type.AsSpan());
            output.Append((byte)'\t');
            if (IsApt(message["extra.tags"]))
                output.Append("apt"u8);
            else
                AppendCell(message.Get(Fields.Classification.Type), output);
            output.Append((byte)'\t');
            output.Append(((long)accuracy).ToString(CultureInfo.InvariantCulture).AsSpan());
            output.Append((byte)'\t');
            AppendCell(message["extra.orgc"] is { IsMissing: false } origin ? origin : message.Get(Fields.Feed.Provider), output);
            output.Append((byte)'\n');
        }
    }

    // A member of a list, or a part of a text.
    private static bool IsApt(FieldValue tags)
    {
        if (tags.Kind == FieldValueKind.Text)
            return tags.Utf8.IndexOf("apt"u8) >= 0;
        if (tags.Kind != FieldValueKind.Json)
            return false;
        using JsonDocument document = JsonDocument.Parse(tags.Utf8.ToArray());
        return document.RootElement.ValueKind == JsonValueKind.Array
            && document.RootElement.EnumerateArray().Any(static tag => tag.ValueKind == JsonValueKind.String && tag.ValueEquals("apt"u8));
    }

    private void AppendCell(FieldValue value, Utf8Buffer output)
    {
        if (value.IsMissing)
            return;
        _value.Clear();
        PythonText.Str(value, _value);
        foreach (byte one in _value.WrittenSpan)
        {
            if (one is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
                output.Append(one);
        }
    }
}
