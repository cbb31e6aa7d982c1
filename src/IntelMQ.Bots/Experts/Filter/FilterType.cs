using System.Text.Json.Serialization;

namespace IntelMQ.Bots.Experts;

/// <summary>What a list of fields means.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FilterType>))]
public enum FilterType
{
    /// <summary>All fields but those listed.</summary>
    [JsonStringEnumMemberName("blacklist")]
    Blacklist,

    /// <summary>Only the fields listed.</summary>
    [JsonStringEnumMemberName("whitelist")]
    Whitelist,
}
