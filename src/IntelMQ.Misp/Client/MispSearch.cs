using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Misp.Client;

/// <summary>What MISP's <c>restSearch</c> is asked for; conditions that are given must all hold.</summary>
public sealed record MispSearch
{
    /// <summary>Values of attributes, all of which an event must have.</summary>
    public IReadOnlyList<string> AllValues { get; init; } = [];

    /// <summary>Values of attributes, one of which is enough.</summary>
    public IReadOnlyList<string> AnyValues { get; init; } = [];

    /// <summary>UUIDs of events or attributes, one of which is enough.</summary>
    public IReadOnlyList<Guid> Uuids { get; init; } = [];

    /// <summary>Tags, one of which is enough; one with <c>!</c> in front must not be there.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Changed since then.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Only what is published, or only what is not; <see langword="null"/> for both.</summary>
    public bool? Published { get; init; }

    /// <summary>Only what detection systems are to look for, or only the rest; <see langword="null"/> for both.</summary>
    public bool? ToIds { get; init; }

    /// <summary>Leave out what a warning list of the server holds.</summary>
    public bool EnforceWarningList { get; init; }

    /// <summary>Give what events say of themselves, without their attributes.</summary>
    public bool OnlyMetadata { get; init; }

    /// <summary>How many are asked for at once.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How many pages are asked for at most; 0 for all.</summary>
    public int MaxPages { get; init; }

    internal byte[] ToJson(int page)
    {
        var body = new Utf8Buffer();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("returnFormat"u8, "json"u8);
            json.WriteNumber("page"u8, page);
            json.WriteNumber("limit"u8, PageSize);
            WriteValues(json);
            WriteTexts(json, "uuid"u8, Uuids.Select(static uuid => uuid.ToString()));
            WriteTexts(json, "tags"u8, Tags);
            if (ChangedSince is { } since)
                json.WriteNumber("timestamp"u8, since.ToUnixTimeSeconds());
            WriteFlag(json, "published"u8, Published);
            WriteFlag(json, "to_ids"u8, ToIds);
            WriteFlag(json, "enforceWarninglist"u8, EnforceWarningList ? true : null);
            WriteFlag(json, "metadata"u8, OnlyMetadata ? true : null);
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private void WriteValues(Utf8JsonWriter json)
    {
        if (AllValues.Count > 0)
        {
            json.WriteStartObject("value"u8);
            WriteTexts(json, "AND"u8, AllValues);
            json.WriteEndObject();
        }
        else
        {
            WriteTexts(json, "value"u8, AnyValues);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        if (!texts.Any())
            return;
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    // MISP takes booleans as numbers.
    private static void WriteFlag(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
            json.WriteNumber(name, flag ? 1 : 0);
    }
}
