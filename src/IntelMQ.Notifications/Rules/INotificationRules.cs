using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;

namespace IntelMQ.Notifications.Rules;

/// <summary>Decides for each event and contact. Thread-safe.</summary>
public interface INotificationRules
{
    /// <summary>Decides. Never throws for what events hold.</summary>
    /// <param name="message">The event; not to be changed.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="usual">What is done without a rule.</param>
    NotificationDecision Decide(Event message, Contact contact, NotificationDecision usual);
}
