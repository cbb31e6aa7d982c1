using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Messages;
using IntelMQ.Notifications.Cooldown;

namespace IntelMQ.Notifications.Directives;

/// <summary>One event is to be told to one recipient, in a form. Kept with the event and the explanation as they stand when it is made.</summary>
public sealed record Directive
{
    /// <summary>The batch of what comes from feeds; mails of it are made day by day.</summary>
    public const string Daily = "daily";

    /// <summary>The event; not to be changed afterwards.</summary>
    public required Event Message { get; init; }

    /// <summary>The e-mail address, in small letters.</summary>
    public required string Recipient { get; init => field = value?.Trim().ToLowerInvariant() ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>What it came with: the id of a one-shot, or <see cref="Daily"/>. Mails are made of one batch at a time, never of all that waits.</summary>
    public string Batch { get; init; } = Daily;

    /// <summary>The name of the text: events with the same one are one part of a mail.</summary>
    public string Template { get; init; } = "default";

    /// <summary>How the events are attached.</summary>
    public AttachmentFormat Format { get; init; }

    /// <summary>The recipient's language, such as <c>de</c>; empty for the sender's.</summary>
    public string Language { get; init; } = "";

    /// <summary>What the mail must have.</summary>
    public MailProtection Protection { get; init; }

    /// <summary>The recipient's organisation, for texts.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>How long the same problem of the same object is not told to the recipient again; zero for always telling it.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>When the object came back after it had been gone: what was told before that counts no more.</summary>
    public DateTimeOffset? Relapsed { get; init; }

    /// <summary>Whether it is told whatever was told before: a sender's choice for a one-shot, or a person's for what was held.</summary>
    public bool PassesCooldown { get; init; }

    /// <summary>The least time between two mails to the recipient; zero for none.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>The source of the contact; empty where a person has entered the recipient.</summary>
    public string ContactSource { get; init; } = "";

    /// <summary>What the contact is responsible for, such as <c>192.0.2.0/24</c>; empty where a person has entered the recipient.</summary>
    public string ContactObject { get; init; } = "";

    /// <summary>Why this recipient is told, for people.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What is told once in a time; <see langword="null"/> where the event is about nothing that could be told again.</summary>
    public CooldownKey? Key => CooldownPolicy.KeyOf(Message, Recipient);

    /// <summary>What the event is about, for searching: the address, name, URL or account of its source; empty for none.</summary>
    public string About => Message.GetString("source.ip") ?? Message.GetString("source.fqdn") ?? Message.GetString("source.url") ?? Message.GetString("source.account") ?? "";

    /// <summary>Why the event is no real one, so that no real recipient may learn of it; <see langword="null"/> for a real one.</summary>
    public string? WhyTest => TestEvents.WhyTest(Message);

    /// <summary>32 bytes that are the same for the same event, recipient, text and batch: what is added again under them is known.</summary>
    public byte[] ToIdentity()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in (string[])[Batch, Recipient, Template])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:")));
            hash.AppendData(bytes);
        }

        hash.AppendData(Message.ToJson(MessageFormat.Flat));
        return hash.GetHashAndReset();
    }
}
