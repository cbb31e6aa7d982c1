using IntelMQ.Bots;
using IntelMQ.Intake;

namespace IntelMQ.S3;

/// <summary>Parameters of <see cref="S3Output"/>.</summary>
public sealed partial class S3OutputOptions : BotOptions
{
    internal const string Hash = "{hash}";

    /// <summary>
    /// <c>key</c>: the keys of the objects, with codes of <c>strftime</c> for the time at which the first event was observed (UTC) and <c>{hash}</c> for the
    /// hash of the object's content, by which the same events always have the same key.
    /// </summary>
    [Required("give the keys of the objects")]
    public string Key { get; set; } = "events/%Y/%m/%d/%H%M%S-{hash}.jsonl";

    /// <summary><c>gzip</c>: pack objects, and add <c>.gz</c> to their keys; on by default.</summary>
    public bool Gzip { get; set; } = true;

    /// <summary><c>max_events</c>: the most events of an object.</summary>
    [Range(1, 100_000)]
    public int MaxEvents { get; set; } = 10_000;

    /// <summary>
    /// <c>max_age</c>: how long events may wait for an object that holds <see cref="MaxEvents"/> of them. They wait in the pipeline's state, which must
    /// outlive the process. 0, the default: each batch that the pipeline hands over is stored at once.
    /// </summary>
    [Range(0, 86400)]
    [Unit("seconds")]
    public TimeSpan MaxAge { get; set; }

    /// <summary><c>keep_raw_field</c>: write <c>raw</c> too; off by default.</summary>
    public bool KeepRawField { get; set; }

    /// <summary><c>message_hierarchical</c>: objects within objects, split at the dots of the names; off by default.</summary>
    public bool MessageHierarchical { get; set; }

    /// <summary><c>message_with_type</c>: with the member <c>__type</c>; off by default.</summary>
    public bool MessageWithType { get; set; }

    /// <summary>
    /// <c>format</c>: send events in a format of other programs, such as <c>ecs</c> or <c>stix</c>; see <see cref="BotServices.Formats"/>. The
    /// parameter is this project's own.
    /// </summary>
    public string? Format { get; set; }

    /// <summary>Where the bucket is.</summary>
    public S3ConnectionOptions Connection { get; } = new();

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrEmpty(Key))
            return;
        if (!Key.Contains(Hash, StringComparison.Ordinal))
            complaints.Add("key lacks {hash}, so that one object would take the place of another: add it.");
        if (StrfTime.Check(Key) is { } code)
            complaints.Add($"key holds '%{code}', which is not a part of a time; write '%%' for the character itself.");
    }
}
