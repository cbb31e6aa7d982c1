using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;

namespace IntelMQ.Notifications.Rules;

/// <summary>Rules of several kinds.</summary>
public static class NotificationRules
{
    /// <summary>No rules: what is usual is done.</summary>
    public static INotificationRules None { get; } = Of(static (_, _, usual) => usual);

    /// <summary>Rules in C#.</summary>
    /// <param name="decide">Decides; see <see cref="INotificationRules.Decide"/>.</param>
    public static INotificationRules Of(Func<Event, Contact, NotificationDecision, NotificationDecision> decide)
    {
        ArgumentNullException.ThrowIfNull(decide);
        return new DelegateRules(decide);
    }

    /// <summary>
    /// Rules in the language of sieve: <c>NotificationRules.Of(program.Run)</c>. They run over a copy of the event with the contact in
    /// <c>source.abuse_contact</c>, <c>extra.notification.organisation</c> and <c>extra.notification.tags</c> (with blanks around each). What they
    /// drop is not told, with the text in <c>extra.notification.reason</c>; what they set decides how: <c>extra.notification.template</c>,
    /// <c>.format</c> (csv, json, xarf, inline), <c>.protection</c> (none, signed, encrypted), <c>.language</c>, <c>.interval</c> and
    /// <c>.cooldown</c> (seconds). The event itself stays as it is.
    /// </summary>
    /// <param name="run">Runs the rules; what it throws inhibits, with its message.</param>
    public static INotificationRules Of(Func<Event, Verdict> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new VerdictRules(run);
    }

    private sealed class DelegateRules(Func<Event, Contact, NotificationDecision, NotificationDecision> decide) : INotificationRules
    {
        public NotificationDecision Decide(Event message, Contact contact, NotificationDecision usual) => decide(message, contact, usual);
    }
}
