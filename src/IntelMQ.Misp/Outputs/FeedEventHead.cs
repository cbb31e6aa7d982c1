using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>What an event of a feed says of itself, apart from its objects.</summary>
internal sealed class FeedEventHead
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff";
    private const string Title = "IntelMQ event ";

    /// <summary>The event's UUID.</summary>
    public required string Uuid { get; init; }

    /// <summary>When its interval began.</summary>
    public required DateTimeOffset Begin { get; init; }

    /// <summary>The last moment of its interval.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The value that its events have in common; <see langword="null"/> for those without one.</summary>
    public string? Separator { get; init; }

    /// <summary>The title.</summary>
    public required string Info { get; init; }

    /// <summary>The title of an interval.</summary>
    public static string InfoOf(MispFeedOutputOptions options, string? separator, DateTimeOffset begin, DateTimeOffset end, TimeZoneInfo zone)
    {
        string info = $"{Title}{Local(begin, zone)} - {Local(end, zone)}";
        return string.IsNullOrEmpty(options.AdditionalInfo) ? info
            : $"{options.AdditionalInfo.Replace(MispFeedOutputOptions.Placeholder, separator ?? "", StringComparison.Ordinal)} {info}";
    }

    /// <summary>The interval that stands in a title.</summary>
    public static bool TryRead(string info, TimeZoneInfo zone, out DateTimeOffset begin, out DateTimeOffset end)
    {
        begin = end = default;
        int start = info.LastIndexOf(Title, StringComparison.Ordinal);
        if (start < 0)
            return false;
        string[] times = info[(start + Title.Length)..].Split(" - ");
        return times.Length == 2 && TryReadTime(times[0], zone, out begin) && TryReadTime(times[1], zone, out end);
    }

    /// <summary>Appends the members of the event behind its objects, and closes it.</summary>
    public void AppendTail(MispFeedOutputOptions options, long timestamp, TimeZoneInfo zone, Utf8Buffer output)
    {
        output.Append("],\"analysis\":\"2\",\"date\":\""u8);
        output.Append(DateOf(zone).AsSpan());
        output.Append("\",\"extends_uuid\":\"\",\"info\":"u8);
        AppendText(Info, output);
        output.Append(",\"published\":true,\"threat_level_id\":\"4\",\"uuid\":\""u8);
        output.Append(Uuid.AsSpan());
        output.Append("\",\"timestamp\":\""u8);
        output.Append(timestamp);
        output.Append("\",\"publish_timestamp\":\""u8);
        output.Append(timestamp);
        output.Append("\","u8);
        if (options.MispDistribution is { } distribution)
        {
            output.Append("\"distribution\":\""u8);
            output.Append(distribution);
            output.Append("\","u8);
        }

        AppendOwnerAndTags(options, output);
        output.Append("}}"u8);
    }

    /// <summary>The event's entry in the manifest.</summary>
    public byte[] ManifestEntry(MispFeedOutputOptions options, long timestamp, TimeZoneInfo zone)
    {
        var output = new Utf8Buffer();
        output.Append((byte)'{');
        AppendOwnerAndTags(options, output);
        output.Append(",\"info\":"u8);
        AppendText(Info, output);
        output.Append(",\"date\":\""u8);
        output.Append(DateOf(zone).AsSpan());
        output.Append("\",\"analysis\":2,\"threat_level_id\":4,\"timestamp\":"u8);
        output.Append(timestamp);
        output.Append((byte)'}');
        return output.ToArray();
    }

    private static string Local(DateTimeOffset time, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(time, zone).ToString(TimeForm, CultureInfo.InvariantCulture);

    // IntelMQ leaves a fraction out that is zero.
    private static bool TryReadTime(string text, TimeZoneInfo zone, out DateTimeOffset time)
    {
        time = default;
        if (!DateTime.TryParseExact(text, [TimeForm, "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return false;
        time = new DateTimeOffset(local, zone.GetUtcOffset(local));
        return true;
    }

    private string DateOf(TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(Begin, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void AppendOwnerAndTags(MispFeedOutputOptions options, Utf8Buffer output)
    {
        output.Append("\"Orgc\":{\"name\":"u8);
        AppendText(options.MispOrgName!, output);
        output.Append(",\"uuid\":"u8);
        AppendText(options.MispOrgUuid!, output);
        output.Append("},\"Tag\":["u8);
        bool isFirst = true;
        foreach (TextMap tag in TagsOf(options))
        {
            if (!isFirst)
                output.Append((byte)',');
            isFirst = false;
            output.Append((byte)'{');
            for (int i = 0; i < tag.Count; i++)
            {
                if (i > 0)
                    output.Append((byte)',');
                AppendText(tag[i].Key, output);
                output.Append((byte)':');
                AppendText(tag[i].Value, output);
            }

            output.Append((byte)'}');
        }

        output.Append((byte)']');
    }

    private IEnumerable<TextMap> TagsOf(MispFeedOutputOptions options)
    {
        IEnumerable<TextMap> all = options.Tagging.GetValueOrDefault(MispFeedOutputOptions.ForAll) ?? [];
        return Separator is not null && Separator != MispFeedOutputOptions.ForAll && options.Tagging.TryGetValue(Separator, out IReadOnlyList<TextMap>? own) ? all.Concat(own) : all;
    }

    private static void AppendText(string text, Utf8Buffer output) => PythonJson.WriteString(Encoding.UTF8.GetBytes(text), output, ascii: false);
}
