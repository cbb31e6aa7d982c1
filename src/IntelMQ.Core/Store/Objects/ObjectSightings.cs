using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>Finds what an event is about.</summary>
internal static class ObjectSightings
{
    private const int MaxLength = 2000;

    /// <summary>The fields that name objects.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["source.ip", "source.fqdn", "source.url"];

    /// <summary>What identifies an object's history.</summary>
    internal readonly record struct Key(ObjectKind Kind, string Value, long Port, string Problem, string Feed);

    /// <summary>The objects of an event; none where it has no time.</summary>
    public static IEnumerable<Key> Of(Event message, out DateTimeOffset time)
    {
        if (!UtcTime.TryRead(message["time.observation"].Utf8, out time) && !UtcTime.TryRead(message["time.source"].Utf8, out time))
            return [];
        long port = message["source.port"].TryGetInt64(out long number) ? number : 0;
        string problem = TextOf(message, "classification.identifier") ?? TextOf(message, "malware.name") ?? TextOf(message, "classification.type") ?? "";
        string feed = TextOf(message, "feed.name") ?? "";
        var keys = new List<Key>(3);
        Add(ObjectKind.Address, "source.ip");
        Add(ObjectKind.Name, "source.fqdn");
        Add(ObjectKind.Url, "source.url");
        return keys;

        void Add(ObjectKind kind, string field)
        {
            if (TextOf(message, field) is { } value)
                keys.Add(new Key(kind, value, port, problem, feed));
        }
    }

    /// <summary>A history that begins.</summary>
    public static TrackedObject First(Key key, DateTimeOffset time)
        => new(key.Kind, key.Value, key.Port, key.Problem, key.Feed) { FirstSeen = time, LastSeen = time, Events = 1 };

    // An index takes no value of any length.
    private static string? TextOf(Event message, string field)
        => message[field].TryGetString(out string? text) ? (text.Length > MaxLength ? text[..MaxLength] : text) : null;
}
