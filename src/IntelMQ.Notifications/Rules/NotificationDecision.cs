using IntelMQ.Notifications.Directives;

namespace IntelMQ.Notifications.Rules;

/// <summary>Whether, and how, a contact is told of an event.</summary>
public sealed record NotificationDecision
{
    /// <summary>Why the contact is not told; <see langword="null"/> where it is.</summary>
    public string? Inhibition { get; init; }

    /// <summary>The name of the text.</summary>
    public string Template { get; init; } = "default";

    /// <summary>How the event is attached.</summary>
    public AttachmentFormat Format { get; init; }

    /// <summary>What the mail must have.</summary>
    public MailProtection Protection { get; init; }

    /// <summary>The language; empty for the sender's.</summary>
    public string Language { get; init; } = "";

    /// <summary>The least time between two mails to the contact.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>How long the same is not told again.</summary>
    public TimeSpan Cooldown { get; init; }
}
