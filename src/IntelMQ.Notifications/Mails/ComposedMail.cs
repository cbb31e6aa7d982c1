using System.Diagnostics.CodeAnalysis;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Mails;

/// <summary>A mail, or why it cannot be made.</summary>
public sealed record ComposedMail
{
    internal ComposedMail(OutgoingMail mail) => Mail = mail;

    internal ComposedMail(string refusal) => Refusal = refusal;

    /// <summary>The mail; <see langword="null"/> where there is a refusal.</summary>
    public OutgoingMail? Mail { get; }

    /// <summary>Why there is no mail, as a clause; <see langword="null"/> where there is one.</summary>
    public string? Refusal { get; }

    /// <summary>Whether there is a mail.</summary>
    [MemberNotNullWhen(true, nameof(Mail))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsMade => Mail is not null;
}
