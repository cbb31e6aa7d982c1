using System.Text;
using IntelMQ.Messages;
using IntelMQ.Misp.Events;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>Writes events of MISP as its API takes them.</summary>
internal sealed class ApiEvent(MispApiOutputOptions options)
{
    private readonly ObjectWriter _writer = new(new ApiObjectForm(options));

    /// <summary>The tags of an event of MISP that is made of an event.</summary>
    public IReadOnlyList<string> TagsOf(Event message)
    {
        var tags = new List<string> { options.MispTagForBot! };
        if (options.AddFeedProviderAsTag && EventValues.TellingText(message, "feed.provider") is { } provider)
            tags.Add(MispTags.OfField("feed.provider", provider));
        if (options.AddFeedNameAsTag && EventValues.TellingText(message, "feed.name") is { } name)
            tags.Add(MispTags.OfField("feed.name", name));
        tags.AddRange(options.MispAdditionalTags);
        if (options.MispTagRsit && MispTags.Rsit(message) is { } classification)
            tags.Add(classification);
        if (options.MispTagTlp && MispTags.Tlp(message) is { } tlp)
            tags.Add(tlp);
        return tags;
    }

    /// <summary>The title of an event of MISP that is made of an event.</summary>
    public static string InfoOf(Event message)
        => EventValues.TellingText(message, "feed.provider") is { } provider ? $"from {provider} via IntelMQ" : "via IntelMQ";

    /// <summary>Writes an event of MISP.</summary>
    /// <param name="uuid">Its UUID.</param>
    /// <param name="info">Its title.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="timestamp">When it was changed, in seconds since 1970; <see langword="null"/> for what the server takes.</param>
    /// <param name="objects">The events that become its objects, with their UUIDs.</param>
    public byte[] Write(Guid uuid, string info, IReadOnlyList<string> tags, long? timestamp, IEnumerable<(Event Message, Guid Uuid)> objects)
    {
        var output = new Utf8Buffer(4096);
        output.Append("{\"uuid\":\""u8);
        ObjectWriter.AppendUuid(uuid, output);
        output.Append("\",\"info\":"u8);
        AppendText(info, output);
        if (timestamp is { } seconds)
        {
            output.Append(",\"timestamp\":\""u8);
            output.Append(seconds);
            output.Append((byte)'"');
        }

        AppendNumber(",\"distribution\":\""u8, options.MispDistribution, output);
        AppendNumber(",\"sharing_group_id\":\""u8, options.MispSharingGroupId, output);
        output.Append(",\"Tag\":["u8);
        for (int i = 0; i < tags.Count; i++)
        {
            output.Append(i == 0 ? "{\"name\":"u8 : ",{\"name\":"u8);
            AppendText(tags[i], output);
            output.Append((byte)'}');
        }

        output.Append("],\"Object\":["u8);
        int start = output.Length;
        foreach ((Event message, Guid own) in objects)
        {
            int before = output.Length;
            if (before > start)
                output.Append((byte)',');
            if (!_writer.Append(message, own, 0, output, null))
                output.Truncate(before);
        }

        output.Append("]}"u8);
        return output.ToArray();
    }

    private static void AppendNumber(ReadOnlySpan<byte> name, int? number, Utf8Buffer output)
    {
        if (number is not { } value)
            return;
        output.Append(name);
        output.Append(value);
        output.Append((byte)'"');
    }

    private static void AppendText(string text, Utf8Buffer output) => PythonJson.WriteString(Encoding.UTF8.GetBytes(text), output, ascii: false);
}
