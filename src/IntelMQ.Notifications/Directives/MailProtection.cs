namespace IntelMQ.Notifications.Directives;

/// <summary>What a mail must have before it leaves. A mail that cannot have it is held, never sent without.</summary>
public enum MailProtection
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The sender's signature.</summary>
    Signed,

    /// <summary>The sender's signature, and encryption to the recipient's key.</summary>
    Encrypted,
}
