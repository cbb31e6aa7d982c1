using IntelMQ.Formats;

namespace IntelMQ.Notifications.Mails;

/// <summary>How mails are made.</summary>
public sealed record MailSettings
{
    /// <summary>Whom mails come from: an address, a name may stand before it.</summary>
    public required string From { get; init; }

    /// <summary>Where servers send mails back that they cannot deliver; <see langword="null"/> for <see cref="From"/>'s address.</summary>
    public string? Bounces { get; init; }

    /// <summary>Whom answers reach; <see langword="null"/> for <see cref="From"/>.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The language of recipients that name none.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The fields that recipients see, in this order. What others are told, such as <c>source.abuse_contact</c>, is not among them.</summary>
    public IReadOnlyList<string> Fields { get; init; } =
    [
        "time.source", "source.ip", "source.port", "protocol.transport", "source.asn", "source.fqdn", "source.reverse_dns", "source.url", "classification.taxonomy",
        "classification.type", "classification.identifier", "malware.name", "destination.ip", "destination.port", "destination.fqdn", "event_description.text", "event_description.url",
    ];

    /// <summary>What columns of tables are called, by field; the field's name where it is missing.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The most events of one mail; what is more is another mail.</summary>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>The most reports of one mail, where events are told as XARF.</summary>
    public int MaxReports { get; init; } = 100;

    /// <summary>Attachments of more bytes are packed.</summary>
    public int PackedAbove { get; init; } = 256 * 1024;

    /// <summary>Who reports, for XARF; without one, what is to be told as XARF is held.</summary>
    public XarfReporter? Reporter { get; init; }

    /// <summary>Certificates for what must be signed or encrypted; without one that can be used, it is held.</summary>
    public MailCertificates? Certificates { get; init; }

    /// <summary>The list's id (RFC 2919) in mails; <see langword="null"/> for none.</summary>
    public string? ListId { get; init; }

    /// <summary>An exercise: all mails go to this address, say so, and settle nothing; <see langword="null"/> for none.</summary>
    public string? ExerciseRecipient { get; init; }

    /// <summary>Whether events that were made up reach recipients, as a local sink's; off by default.</summary>
    public bool TellsTests { get; init; }

    /// <summary>When automatic runs stop.</summary>
    public MailBrakes Brakes { get; init; } = new();
}
