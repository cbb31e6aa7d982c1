using IntelMQ.Schemas;

namespace IntelMQ.Messages;

/// <summary>The fields that an event takes over from its report.</summary>
internal static class ReportFields
{
    private static readonly string[] Names =
    [
        "feed.accuracy", "feed.code", "feed.documentation", "feed.name", "feed.provider", "feed.url", "rtir_id", "time.observation",
    ];

    public static IEnumerable<FieldKey> TakenOver(Schema schema)
    {
        foreach (string name in Names)
        {
            if (schema.TryGetKey(name, out FieldKey? key))
                yield return key;
        }
    }
}
