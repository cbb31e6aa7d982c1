using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;

namespace IntelMQ.Notifications.Rules;

/// <summary>What is to be told of one event, and to whom.</summary>
/// <param name="Message">The event.</param>
/// <param name="Contacts">Who was found, and how.</param>
/// <param name="Directives">A directive for each recipient that is told.</param>
/// <param name="NotTold">Why recipients are not told, by address; under an empty address, why nobody is.</param>
public sealed record EventDirectives(Event Message, ContactAnswer Contacts, IReadOnlyList<Directive> Directives, IReadOnlyDictionary<string, string> NotTold);
