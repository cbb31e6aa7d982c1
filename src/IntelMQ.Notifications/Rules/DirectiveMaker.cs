using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Cooldown;
using IntelMQ.Notifications.Directives;
using IntelMQ.Schemas;
using IntelMQ.Store;

namespace IntelMQ.Notifications.Rules;

/// <summary>Makes directives of events: finds the contacts of all of them at once, and lets rules decide for each. Thread-safe.</summary>
/// <param name="contacts">Finds the contacts.</param>
/// <param name="rules">Decide.</param>
public sealed class DirectiveMaker(ContactLookup contacts, INotificationRules rules)
{
    /// <summary>How long the same is not told again, where rules do not say.</summary>
    public CooldownPolicy Cooldown { get; init; } = new();

    /// <summary>Knows when objects came back; <see langword="null"/> where relapses are not looked for.</summary>
    public IObjectHistory? History { get; init; }

    /// <summary>The side whose owner is told; the source by default.</summary>
    public EndpointFields Side { get; init; } = Fields.Source;

    /// <summary>Whether the addresses in <c>abuse_contact</c> of that side, where an event has some, are told in place of those that would be looked up.</summary>
    public bool TakesEventContacts { get; init; }

    /// <summary>Makes directives.</summary>
    /// <param name="events">The events; not to be changed afterwards.</param>
    /// <param name="batch">What they came with: the id of a one-shot, or <see cref="Directive.Daily"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What is told of each event, in their order.</returns>
    public async ValueTask<IReadOnlyList<EventDirectives>> MakeAsync(IReadOnlyList<Event> events, string batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentException.ThrowIfNullOrEmpty(batch);
        IReadOnlyList<ContactAnswer> answers = await contacts.FindAsync(events, Side, cancellationToken).ConfigureAwait(false);
        var relapses = new Dictionary<string, IReadOnlyList<TrackedObject>>(StringComparer.Ordinal);
        var made = new List<EventDirectives>(events.Count);
        for (int i = 0; i < events.Count; i++)
        {
            ContactAnswer answer = TakesEventContacts && FromEvent(events[i]) is { Chosen.Count: > 0 } own ? own : answers[i];
            DateTimeOffset? relapsed = answer.Chosen.Count == 0 ? null : await RelapseOfAsync(events[i], relapses, cancellationToken).ConfigureAwait(false);
            made.Add(Make(events[i], answer, batch, relapsed));
        }

        return made;
    }

    private EventDirectives Make(Event message, ContactAnswer answer, string batch, DateTimeOffset? relapsed)
    {
        var notTold = new Dictionary<string, string>(StringComparer.Ordinal);
        var directives = new List<Directive>();
        if (CooldownPolicy.IsMuted(message))
            notTold[""] = "the event says that nobody is told (extra.notify)";
        else if (answer.Inhibition is { } inhibition)
            notTold[""] = inhibition;
        else if (answer.Chosen.Count == 0)
            notTold[""] = "no contact is known";
        else
        {
            string explanation = answer.ToString();
            foreach (ContactMatch match in answer.Chosen)
            {
                Contact contact = match.Entry.Contact;
                NotificationDecision decision = rules.Decide(message, contact, new NotificationDecision
                {
                    // One part of a mail for each problem, where there is a text for it.
                    Template = message.GetString("classification.type") ?? "default",
                    Language = contact.Language ?? "",
                    Cooldown = Cooldown.TimeOf(message),
                });
                if (decision.Inhibition is { } reason)
                {
                    notTold[contact.Email] = reason;
                    continue;
                }

                directives.Add(new Directive
                {
                    Message = message,
                    Recipient = contact.Email,
                    Batch = batch,
                    Template = decision.Template,
                    Format = decision.Format,
                    Language = decision.Language,
                    Protection = decision.Protection,
                    Organisation = contact.Organisation ?? "",
                    Cooldown = decision.Cooldown,
                    Relapsed = relapsed,
                    Interval = decision.Interval,
                    ContactSource = match.Source,
                    ContactObject = match.Entry.Object.ToString(),
                    Explanation = explanation,
                });
            }
        }

        return new EventDirectives(message, answer, directives, notTold);
    }

    private ContactAnswer? FromEvent(Event message)
    {
        if (message.GetString(Side.AbuseContact.Name) is not { } text || AboutOf(message) is not { } about)
            return null;
        var chosen = new List<ContactMatch>();
        var passedOver = new List<PassedOverMatch>();
        foreach (string address in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var match = new ContactMatch(Side.AbuseContact.Name, new ContactEntry(about, new Contact(address)));
            if (BareAddress.IsOne(address))
                chosen.Add(match);
            else
                passedOver.Add(new PassedOverMatch(match, "it has no address that mail can be sent to"));
        }

        return new ContactAnswer { Chosen = chosen, PassedOver = passedOver, Silent = [] };
    }

    private ContactObject? AboutOf(Event message)
    {
        ContactQuestion question = ContactQuestion.Of(message, Side);
        string? text = question.Address.Version != 0 ? question.Address.ToString() : question.Name ?? (question.Asn != 0 ? string.Create(CultureInfo.InvariantCulture, $"AS{question.Asn}") : question.Country);
        return ContactObject.TryParse(text, out ContactObject? about) ? about : null;
    }

    // By address, name or URL, with the port and the problem, as the store tells objects apart.
    private async ValueTask<DateTimeOffset?> RelapseOfAsync(Event message, Dictionary<string, IReadOnlyList<TrackedObject>> known, CancellationToken cancellationToken)
    {
        if (History is null || (message.GetString("source.ip") ?? message.GetString("source.fqdn") ?? message.GetString("source.url")) is not { } value)
            return null;
        if (!known.TryGetValue(value, out IReadOnlyList<TrackedObject>? objects))
            known[value] = objects = await History.FindObjectsAsync(new ObjectQuery { Value = value, Limit = ObjectQuery.MaxLimit }, cancellationToken).ConfigureAwait(false);
        long port = message.TryGet(Fields.Source.Port, out long number) ? number : 0;
        string problem = message.GetString("classification.identifier") ?? message.GetString("malware.name") ?? message.GetString("classification.type") ?? "";
        return objects.Where(one => one.Port == port && one.Problem == problem).Max(static one => one.Relapsed);
    }
}
