using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Cooldown;

/// <summary>How long the same problem of the same object is not told to the same recipient again. The defaults are the practice of CERT.at.</summary>
public sealed class CooldownPolicy
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>For compromised systems (taxonomies <c>malicious-code</c>, <c>intrusions</c>): 7 days by default.</summary>
    public TimeSpan Compromised { get; init; } = TimeSpan.FromDays(7);

    /// <summary>For all else: 30 days by default.</summary>
    public TimeSpan Other { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether the event itself says that nobody is told: <c>extra.notify</c> is false.</summary>
    public static bool IsMuted(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.GetString("extra.notify") is { } text && bool.TryParse(text, out bool notify) && !notify;
    }

    /// <summary>The time for an event: <c>extra.ttl</c>, in seconds, where it is one from 0 to ten years; otherwise by the taxonomy.</summary>
    public TimeSpan TimeOf(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (double.TryParse(message.GetString("extra.ttl"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds >= 0 && seconds <= Longest.TotalSeconds)
            return TimeSpan.FromSeconds(seconds);
        return message.GetString("classification.taxonomy") is "malicious-code" or "intrusions" ? Compromised : Other;
    }

    /// <summary>
    /// The key of an event: its type and identifier; the address of its source, or else name, URL or account, with the port; and the recipient.
    /// </summary>
    /// <param name="message">The event.</param>
    /// <param name="recipient">The e-mail address.</param>
    /// <returns>The key; <see langword="null"/> where the event is about nothing that could be told again.</returns>
    public static CooldownKey? KeyOf(Event message, string recipient)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentException.ThrowIfNullOrEmpty(recipient);
        string? about = message.GetString("source.ip") ?? message.GetString("source.fqdn") ?? message.GetString("source.url") ?? message.GetString("source.account");
        if (about is null)
            return null;
        string port = message.TryGet(Fields.Source.Port, out long number) ? string.Create(CultureInfo.InvariantCulture, $" port {number}") : "";
        return new CooldownKey($"{message.GetString("classification.type")}/{message.GetString("classification.identifier")}", about + port, recipient.ToLowerInvariant());
    }
}
