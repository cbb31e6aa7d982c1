using System.Text;

namespace IntelMQ.Notifications.Contacts;

/// <summary>Whom to tell about an event, and how that was found out.</summary>
public sealed class ContactAnswer
{
    /// <summary>The entries that are used, the most telling first, each address once.</summary>
    public required IReadOnlyList<ContactMatch> Chosen { get; init; }

    /// <summary>The entries that were named and are not used, with the reason.</summary>
    public required IReadOnlyList<PassedOverMatch> PassedOver { get; init; }

    /// <summary>The sources that gave no answer.</summary>
    public required IReadOnlyList<SilentSource> Silent { get; init; }

    /// <summary>Why nobody is told, where an entry says so.</summary>
    public string? Inhibition { get; init; }

    /// <summary>The addresses with commas between, as <c>source.abuse_contact</c> holds them; empty where nobody is told.</summary>
    public string Addresses => string.Join(',', Chosen.Select(static match => match.Entry.Contact.Email));

    /// <summary>What was found, line by line, for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (ContactMatch match in Chosen)
            text.Append("chosen: ").Append(match).Append('\n');
        if (Inhibition is not null)
            text.Append("nobody is told: ").Append(Inhibition).Append('\n');
        foreach (PassedOverMatch match in PassedOver)
            text.Append("passed over: ").Append(match).Append('\n');
        foreach (SilentSource source in Silent)
            text.Append("no answer: ").Append(source.Source).Append(": ").Append(source.Reason).Append('\n');
        return text.Length == 0 ? "no contact is known\n" : text.ToString();
    }
}
