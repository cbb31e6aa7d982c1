namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>A contact that somebody has entered for a one-shot.</summary>
/// <param name="Object">What for: a network, a name, an autonomous system or a country, as <see cref="Contacts.ContactObject.TryParse"/> reads it.</param>
/// <param name="Email">The address.</param>
/// <param name="By">Who entered it.</param>
public sealed record EnteredContact(string Object, string Email, string By);
