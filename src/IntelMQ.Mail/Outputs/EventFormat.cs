using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Mail.Outputs;

/// <summary>A text with places for values of an event, in the form of Python's format strings: <c>AS {ev[source.asn]}</c>.</summary>
internal sealed partial class EventFormat
{
    private readonly List<object> _parts = [];

    private EventFormat()
    {
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="schema">The fields that events may have.</param>
    /// <param name="format">The format.</param>
    /// <param name="complaint">What is wrong, as the end of a sentence.</param>
    public static bool TryParse(string text, Schema schema, [NotNullWhen(true)] out EventFormat? format, [NotNullWhen(false)] out string? complaint)
    {
        format = null;
        var read = new EventFormat();
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                literal.Append(text[i]);
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
                continue;
            }

            int end = text[i] == '{' ? text.IndexOf('}', i) : -1;
            if (end < 0)
            {
                complaint = $"a '{text[i]}' stands alone; write '{text[i]}{text[i]}' for the character itself";
                return false;
            }

            read._parts.Add(literal.ToString());
            literal.Clear();
            if (!TryReadPlace(text[(i + 1)..end], schema, out EventPlace? place, out complaint))
                return false;
            read._parts.Add(place);
            i = end;
        }

        read._parts.Add(literal.ToString());
        format = read;
        complaint = null;
        return true;
    }

    /// <summary>Adds a complaint where a parameter's text cannot be read.</summary>
    public static void Validate(string parameter, string? text, Schema schema, ICollection<string> complaints)
    {
        if (text is not null && !TryParse(text, schema, out _, out string? complaint))
            complaints.Add($"{parameter}: {complaint}.");
    }

    /// <summary>The format of a parameter that has been checked.</summary>
    public static EventFormat? Of(string? text, Schema schema)
        => text is null ? null : TryParse(text, schema, out EventFormat? format, out string? complaint) ? format : throw new ArgumentException(complaint, nameof(text));

    /// <summary>The text for an event.</summary>
    /// <param name="message">The event.</param>
    /// <param name="absent">What stands for fields that the event lacks.</param>
    /// <exception cref="RefusedException">A value has not the form that is asked for.</exception>
    public string Write(Event message, string absent = "None")
    {
        var output = new StringBuilder();
        foreach (object part in _parts)
        {
            if (part is EventPlace place)
                place.Write(message, absent, output);
            else
                output.Append((string)part);
        }

        return output.ToString();
    }

    private static bool TryReadPlace(string text, Schema schema, [NotNullWhen(true)] out EventPlace? place, [NotNullWhen(false)] out string? complaint)
    {
        place = null;
        Match match = Place().Match(text);
        if (!match.Success)
        {
            complaint = $"'{{{text}}}' is not of the form {{ev[FIELD]}}";
            return false;
        }

        string[] keys = [.. match.Groups["key"].Captures.Select(static key => key.Value)];
        if (keys.Length > 0 && keys[0] != "extra" && !keys[0].StartsWith("extra.", StringComparison.Ordinal) && !schema.TryGetKey(keys[0], out _))
        {
            complaint = $"there is no field '{keys[0]}'";
            return false;
        }

        NumberFormat? format = null;
        if (match.Groups["format"] is { Length: > 0 } written && !NumberFormat.TryParse(written.Value, out format))
        {
            complaint = $"'{written.Value}' is not a way to write a value that is known here";
            return false;
        }

        complaint = null;
        place = new EventPlace(keys.Length == 0 ? null : keys[0], keys.Length == 0 ? [] : keys[1..], match.Groups["as"].Value == "r", format);
        return true;
    }

    [GeneratedRegex(@"\Aev(?:\[(?<key>[^\[\]]+)\])*(?:!(?<as>[rs]))?(?::(?<format>[\s\S]*))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
