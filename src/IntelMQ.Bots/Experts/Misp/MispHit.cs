using System.Globalization;
using System.Text.Json;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>An attribute of MISP that has a value.</summary>
/// <param name="Attribute">The attribute's UUID.</param>
/// <param name="Event">The UUID of its event.</param>
internal sealed record MispHit(string? Attribute, string? Event)
{
    private readonly long _timestamp;

    /// <summary>The first attribute of an answer; <see langword="null"/> where there is none.</summary>
    public static MispHit? First(JsonElement attributes)
        => attributes.First() is { ValueKind: JsonValueKind.Object } attribute ? Of(attribute) : null;

    /// <summary>Notes the newest attribute of each value, and of each part of a value of several parts.</summary>
    /// <returns>How many attributes the answer has.</returns>
    public static int Note(JsonElement attributes, Dictionary<string, MispHit> hits)
    {
        if (attributes.ValueKind != JsonValueKind.Array)
            return 0;
        foreach (JsonElement attribute in attributes.EnumerateArray())
        {
            if (attribute.At("value").Text() is not { } value)
                continue;
            MispHit hit = Of(attribute);
            foreach (string part in value.Split('|').Append(value))
            {
                if (!hits.TryGetValue(part, out MispHit? known) || known._timestamp < hit._timestamp)
                    hits[part] = hit;
            }
        }

        return attributes.GetArrayLength();
    }

    private MispHit(string? attribute, string? owner, long timestamp)
        : this(attribute, owner)
        => _timestamp = timestamp;

    private static MispHit Of(JsonElement attribute)
        => new(
            attribute.At("uuid").Text(),
            attribute.At("Event").At("uuid").Text(),
            long.TryParse(attribute.At("timestamp").ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds : 0);
}
