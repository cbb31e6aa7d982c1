using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes events as RT's REST interface takes tickets: a line for each attribute, further lines of a value behind a blank.</summary>
internal sealed class RtTicketText(RtOutputOptions options)
{
    private const string InvestigationQueue = "Investigations";

    /// <summary>The ticket of an event: all fields in its text, some in custom fields.</summary>
    public string Incident(Event message)
    {
        var ticket = new StringBuilder();
        IReadOnlyList<FieldKey> keys = message.KeysInOrder();
        AppendSubject(message, ticket);
        Append("Text", TextOf(message, keys), ticket);
        foreach (FieldKey key in keys)
        {
            if (options.CfMapping.TryGetValue(key.Name, out string? name))
                Append($"CF.{{{name}}}", ValueOf(message, key), ticket);
        }

        return Ended(options.Queue, ticket);
    }

    /// <summary>The ticket to the abuse contact of an event; null where it gets none.</summary>
    public string? Investigation(Event message)
    {
        if (!options.CreateInvestigation || options.Queue != "Incidents" || message["source.abuse_contact"] is not { IsMissing: false } contact || DescriptionOf(message).Length == 0)
            return null;
        string requestor = contact.ToString();
        var ticket = new StringBuilder();
        AppendSubject(message, ticket);
        Append("Text", TextOf(message, KeysOf(message)), ticket);
        Append("Requestor", requestor, ticket);
        return Ended(InvestigationQueue, ticket);
    }

    private static void AppendSubject(Event message, StringBuilder ticket)
        => Append("Subject", message["source.ip"] is { IsMissing: false } ip ? $"Incident notification, {ip.ToString()}" : "Incident notification", ticket);

    private static string Ended(string queue, StringBuilder ticket)
    {
        Append("id", "ticket/new", ticket);
        Append("Queue", queue, ticket);
        return ticket.ToString().TrimEnd('\n');
    }

    private static string ValueOf(Event message, FieldKey key)
    {
        var text = new Utf8Buffer();
        PythonText.Str(message[key], text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    // A line that begins at the margin would be an attribute of the ticket.
    private static void Append(string name, string value, StringBuilder ticket)
    {
        string[] lines = value.ReplaceLineEndings("\n").Split('\n');
        ticket.Append(name).Append(": ").AppendJoin("\n ", lines).Append('\n');
    }

    private IEnumerable<FieldKey> KeysOf(Event message)
    {
        foreach (string field in options.InvestigationFields)
        {
            if (message.Schema.TryGetKey(field, out FieldKey? key) && message.Contains(key))
                yield return key;
        }
    }

    private string DescriptionOf(Event message)
        => !string.IsNullOrEmpty(options.DescriptionAttr) && message.Schema.TryGetKey(options.DescriptionAttr, out FieldKey? key) && message.Contains(key) ? ValueOf(message, key) : "";

    private string TextOf(Event message, IEnumerable<FieldKey> keys)
    {
        var lines = new List<string>();
        if (DescriptionOf(message) is { Length: > 0 } description)
            lines.Add(description + "\n");
        foreach (FieldKey key in keys)
            lines.Add($"{key.Name}: {ValueOf(message, key)}");
        return string.Join('\n', lines);
    }
}
