using System.Globalization;
using IntelMQ.Messages;

namespace IntelMQ.Notifications.Contacts;

/// <summary>Chooses among what the sources name for one event.</summary>
internal sealed class ContactChoice(ContactQuestion question, Event message, DateTimeOffset now)
{
    private readonly List<ContactMatch> _chosen = [];
    private readonly List<PassedOverMatch> _passedOver = [];

    public ContactAnswer Choose(IReadOnlyList<ContactMatch> matches, IReadOnlyList<SilentSource> silent)
    {
        ILookup<ContactObjectKind, ContactMatch> usable = matches.Where(IsUsable).ToLookup(static match => match.Entry.Object.Kind);
        ContactMatch? inhibition = usable.SelectMany(static group => group).FirstOrDefault(static match => match.Entry.Inhibits is not null);
        if (inhibition is not null)
        {
            foreach (ContactMatch match in usable.SelectMany(static group => group))
                _passedOver.Add(new PassedOverMatch(match, "nobody is to be told"));
            return Answer(silent, $"{inhibition.Entry.Inhibits} ({inhibition.Entry.Object}, {inhibition.Source})");
        }

        Take(usable[ContactObjectKind.Name]);
        int names = _chosen.Count;
        Take(usable[ContactObjectKind.Network]);
        if (_chosen.Count > names)
            PassOver(usable[ContactObjectKind.As], "there is a contact for the network");
        else
            Take(usable[ContactObjectKind.As]);
        if (_chosen.Count > 0)
            PassOver(usable[ContactObjectKind.Country], "there are closer contacts");
        else
            Take(usable[ContactObjectKind.Country]);
        return Answer(silent, null);
    }

    private ContactAnswer Answer(IReadOnlyList<SilentSource> silent, string? inhibition)
        => new() { Chosen = _chosen, PassedOver = _passedOver, Silent = silent, Inhibition = inhibition };

    private bool IsUsable(ContactMatch match)
    {
        if (Refusal(match.Entry) is not { } reason)
            return true;
        _passedOver.Add(new PassedOverMatch(match, reason));
        return false;
    }

    // A source may be wrong, and a row is shown to its owner alone: so what it names is held to the question once more.
    private string? Refusal(ContactEntry entry) => entry switch
    {
        _ when !entry.Object.IsAbout(question) => "the event is not about it",
        { Expires: { } end } when end <= now => string.Create(CultureInfo.InvariantCulture, $"it ended on {end.UtcDateTime:yyyy-MM-dd}"),
        { Condition: { } condition } when !condition.IsMet(message) => $"it counts only where {condition}",
        { Inhibits: not null } => null,
        { Disabled: { } reason } => $"the address is disabled: {reason}",
        _ when !BareAddress.IsOne(entry.Contact.Email) => "it has no address that mail can be sent to",
        _ => null,
    };

    // Manual before imported, then the longest name or prefix; the order of the sources decides the rest.
    private void Take(IEnumerable<ContactMatch> matches)
    {
        ContactMatch[] all = [.. matches.OrderBy(static match => match.Entry.Origin).ThenByDescending(static match => SpecificityOf(match.Entry.Object))];
        foreach (ContactMatch match in all)
        {
            ContactEntry first = all[0].Entry;
            if (match.Entry.Origin != first.Origin)
                _passedOver.Add(new PassedOverMatch(match, "there is a manual entry"));
            else if (SpecificityOf(match.Entry.Object) != SpecificityOf(first.Object))
                _passedOver.Add(new PassedOverMatch(match, $"{first.Object} is closer"));
            else if (_chosen.Find(chosen => string.Equals(chosen.Entry.Contact.Email, match.Entry.Contact.Email, StringComparison.OrdinalIgnoreCase)) is { } same)
                _passedOver.Add(new PassedOverMatch(match, $"the same address is chosen for {same.Entry.Object}"));
            else
                _chosen.Add(match);
        }
    }

    private void PassOver(IEnumerable<ContactMatch> matches, string reason)
    {
        foreach (ContactMatch match in matches)
            _passedOver.Add(new PassedOverMatch(match, reason));
    }

    private static int SpecificityOf(ContactObject value) => value.Kind switch
    {
        ContactObjectKind.Network => value.Network.PrefixLength,
        ContactObjectKind.Name => value.Text.Count(static letter => letter == '.'),
        _ => 0,
    };
}
