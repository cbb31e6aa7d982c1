using System.Text;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes events as indicators of CIFv3. Of several things that an event names, the most specific is the indicator.</summary>
internal sealed class Cif3Indicator(Cif3OutputOptions options)
{
    private const string DefaultProvider = "IntelMQ";

    private static readonly string[] Indicators =
        ["malware.hash.sha256", "malware.hash.sha1", "malware.hash.md5", "source.network", "source.url", "source.fqdn", "source.ip"];

    private static readonly (string Member, string[] Fields)[] Members =
    [
        ("port", ["source.port"]),
        ("reference", ["event_description.url", "feed.url"]),
        ("lasttime", ["time.source"]),
        ("reporttime", ["time.observation"]),
        ("description", ["malware.name", "event_description.text"]),
        ("application", ["protocol.application"]),
        ("protocol", ["protocol.transport"]),
        ("tlp", ["tlp"]),
    ];

    /// <summary>Appends the indicator of an event.</summary>
    /// <returns>Whether the event names anything that may be one; otherwise nothing is appended.</returns>
    public bool TryAppend(Event message, Utf8Buffer output)
    {
        if (First(message, Indicators) is not { } indicator)
            return false;
        output.Append("{\"indicator\": "u8);
        JsonFields.Append(message[indicator], output);
        output.Append(", \"provider\": "u8);
        if (message["feed.provider"] is { IsMissing: false } provider)
            JsonFields.Append(provider, output);
        else
            PythonJson.WriteString(Encoding.UTF8.GetBytes(DefaultProvider), output, ascii: false);
        output.Append(", \"confidence\": "u8);
        PythonNumber.Write(ConfidenceOf(message), output);
        foreach ((string member, string[] fields) in Members)
        {
            if (First(message, fields) is not { } field)
                continue;
            output.Append(", "u8);
            PythonJson.WriteString(Encoding.UTF8.GetBytes(member), output, ascii: false);
            output.Append(": "u8);
            JsonFields.Append(message[field], output);
        }

        output.Append(", \"tags\": ["u8);
        AppendTags(message, output);
        output.Append("]}"u8);
        return true;
    }

    private static FieldKey? First(Event message, string[] fields)
    {
        foreach (string field in fields)
        {
            if (message.Schema.TryGetKey(field, out FieldKey? key) && message.Contains(key))
                return key;
        }

        return null;
    }

    private double ConfidenceOf(Event message)
        => !options.Cif3StaticConfidence && message.TryGet(Fields.Feed.Accuracy, out double accuracy) && accuracy != 0 ? accuracy / 10 : options.Cif3FeedConfidence;

    private void AppendTags(Event message, Utf8Buffer output)
    {
        var tags = new List<string>();
        if (options.AddFeedProviderAsTag)
            tags.Add(message[Fields.Feed.Provider] ?? DefaultProvider);
        if (message[Fields.Classification.Type] is { } type)
            tags.AddRange(TagsOf(type));
        tags.AddRange(options.Cif3AdditionalTags);
        for (int i = 0; i < tags.Count; i++)
        {
            if (i > 0)
                output.Append(", "u8);
            PythonJson.WriteString(Encoding.UTF8.GetBytes(tags[i]), output, ascii: false);
        }
    }

    // What CIF calls the kinds of incidents.
    private static string[] TagsOf(string type) => type switch
    {
        "c2-server" => ["botnet", "c2"],
        "brute-force" => ["bruteforce"],
        "other" or "undetermined" => ["suspicious"],
        _ => [type],
    };
}
