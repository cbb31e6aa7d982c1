using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Lookups;

/// <summary>Writes what services answer. An answer of nothing leaves the field as it is, and so does one that the field cannot hold.</summary>
internal static class LookupFields
{
    public static void Put(this Event message, Field field, string? value, bool overwrite)
    {
        if (string.IsNullOrEmpty(value))
            return;
        FieldValue text = FieldValue.Text(Encoding.UTF8.GetBytes(value));
        if (text.IsIgnored)
            return;
        if (overwrite)
            message.Set(field, text);
        else
            message.SetIfAbsent(field, text);
    }

    public static void Put(this Event message, string field, string? value, bool overwrite)
    {
        if (string.IsNullOrEmpty(value))
            return;
        FieldValue text = FieldValue.Text(Encoding.UTF8.GetBytes(value));
        if (text.IsIgnored)
            return;
        if (overwrite)
            message.Set(field, text);
        else
            message.SetIfAbsent(field, text);
    }

    /// <summary>A field's text; null where it is absent or empty.</summary>
    public static string? TextOf(this Event message, Field field)
    {
        FieldValue value = message.Get(field);
        return value is { Kind: FieldValueKind.Text, Utf8.IsEmpty: false } ? value.ToString() : null;
    }

    /// <summary>The mail addresses in what a service gives as contacts, perhaps several with commas; what is none is left out.</summary>
    public static IEnumerable<string> AddressesIn(IEnumerable<string?> contacts)
        => contacts.SelectMany(static contact => (contact ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(IsAddress);

    /// <summary>Whether a text can be a mail address: something on both sides of an at sign, and nothing that would end it.</summary>
    public static bool IsAddress(string text)
        => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.AsSpan().ContainsAny(',', '<', '>')
            && !text.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>Addresses with commas between them, each once whatever its case, in their order.</summary>
    public static string JoinContacts(IEnumerable<string?> contacts)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var joined = new List<string>();
        foreach (string? contact in contacts)
        {
            foreach (string part in (contact ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (seen.Add(part))
                    joined.Add(part);
            }
        }

        return string.Join(',', joined);
    }
}
