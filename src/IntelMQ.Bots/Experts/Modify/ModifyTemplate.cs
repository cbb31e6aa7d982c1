using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// A text with places in braces, in the way of Python's <c>format</c>: <c>{msg[source.ip]}</c>, <c>{matches[feed.name][1]}</c> by number
/// or name of the group, each with a format such as <c>:>8</c>. Doubled braces stand for braces.
/// </summary>
internal sealed class ModifyTemplate
{
    // The bound that texts made by templates have too.
    private const int MaxLength = 1024 * 1024;

    private readonly List<Part> _parts;

    private ModifyTemplate(List<Part> parts) => _parts = parts;

    /// <summary>The fields whose matches are asked for.</summary>
    public IEnumerable<string> MatchedFields => _parts.Where(static part => part.Match >= 0).Select(static part => part.Name);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="conditions">The fields of the rule's conditions, in their order, and their expressions.</param>
    /// <param name="template">The template.</param>
    /// <param name="error">What is wrong with it, as a sentence.</param>
    public static bool TryParse(
        string text,
        IReadOnlyList<KeyValuePair<string, PythonPattern?>> conditions,
        [NotNullWhen(true)] out ModifyTemplate? template,
        [NotNullWhen(false)] out string? error)
    {
        template = null;
        error = null;
        var parts = new List<Part>();
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is not ('{' or '}'))
            {
                plain.Append(c);
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == c)
            {
                plain.Append(c);
                i++;
                continue;
            }

            int end = c == '{' ? text.IndexOf('}', i) : -1;
            if (end < 0)
            {
                error = $"there is a single '{c}' in '{text}': double it where a brace is meant.";
                return false;
            }

            parts.Add(Part.Plain(plain.ToString()));
            plain.Clear();
            if (!TryParsePlace(text[(i + 1)..end], conditions, out Part? part, out error))
                return false;
            parts.Add(part);
            i = end;
        }

        parts.Add(Part.Plain(plain.ToString()));
        template = new ModifyTemplate(parts);
        return true;
    }

    /// <summary>Appends the text.</summary>
    /// <param name="message">The event.</param>
    /// <param name="matches">The matches of the rule's conditions, in their order.</param>
    /// <param name="output">Takes the text.</param>
    /// <param name="missing">The field that is not there.</param>
    /// <exception cref="InvalidDataException">The text grows beyond 1 MiB.</exception>
    public bool TryExpand(Event message, ReadOnlySpan<Match?> matches, Utf8Buffer output, [NotNullWhen(false)] out string? missing)
    {
        foreach (Part part in _parts)
        {
            if (output.Length > MaxLength)
                throw new InvalidDataException("The text that a rule makes grows beyond 1 MiB: it holds the same field again and again.");
            int start = output.Length;
            bool isNumber = false;
            if (part.Text is { } plain)
            {
                output.Append(plain);
            }
            else if (part.Match >= 0)
            {
                // Where a group took no part, Python writes its word for nothing.
                Group? group = matches[part.Match]?.Groups[part.Group];
                output.Append((group is { Success: true } ? group.ValueSpan : "None").ToString());
            }
            else if (!TryAppendField(part.Field!, message, output, out isNumber))
            {
                missing = part.Name;
                return false;
            }

            part.Format?.Apply(output, start, isNumber);
        }

        if (output.Length > MaxLength)
            throw new InvalidDataException("The text that a rule makes grows beyond 1 MiB: it holds the same field again and again.");
        missing = null;
        return true;
    }

    private static bool TryAppendField(NamedField field, Event message, Utf8Buffer output, out bool isNumber)
    {
        isNumber = false;
        if (field.IsWholeExtra)
        {
            byte[]? extra = message.ExtraAsJson();
            output.Append(extra);
            return extra is not null;
        }

        FieldValue value = field.KeyIn(message) is { } key ? message[key] : FieldValue.Missing;
        isNumber = value.Kind is FieldValueKind.Number;
        if (value.IsMissing)
            return false;
        PythonText.Str(value, output);
        return true;
    }

    private static bool TryParsePlace(
        string place,
        IReadOnlyList<KeyValuePair<string, PythonPattern?>> conditions,
        [NotNullWhen(true)] out Part? part,
        [NotNullWhen(false)] out string? error)
    {
        part = null;
        int bracket = place.LastIndexOf(']');
        string[] names = bracket < 0 ? [] : place[..bracket].Split('[');
        string format = place[(bracket + 1)..];
        error = $"'{{{place}}}' is not understood: write {{msg[FIELD]}} or {{matches[FIELD][GROUP]}}, with a format such as :>8 if need be.";
        TextFormat? form = null;
        if (format.Length > 0 && !TextFormat.TryParse(format, out form))
            return false;
        switch (names)
        {
            case ["msg", var field]:
                part = new Part(field, new NamedField(field), Format: form);
                return true;
            case ["matches", var field] when TryFind(field, "0", conditions, out int condition, out int group, out error):
                part = new Part(field, Match: condition, Group: group, Format: form);
                return true;
            case ["matches", [.. var field, ']'], var name] when TryFind(field, name, conditions, out int condition, out int group, out error):
                part = new Part(field, Match: condition, Group: group, Format: form);
                return true;
            default:
                return false;
        }
    }

    private static bool TryFind(
        string field, string name, IReadOnlyList<KeyValuePair<string, PythonPattern?>> conditions, out int condition, out int group, out string error)
    {
        (condition, group, error) = (0, 0, $"matches[{field}] is asked for, but the rule has no regular expression for that field.");
        while (condition < conditions.Count && (conditions[condition].Key != field || conditions[condition].Value is null))
            condition++;
        if (condition == conditions.Count)
            return false;
        PythonPattern pattern = conditions[condition].Value!;
        error = $"the expression for {field} has no group '{name}'.";
        return pattern.GroupNames.TryGetValue(name, out group)
            || (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out group) && group <= pattern.GroupCount);
    }

    private sealed record Part(string Name, NamedField? Field = null, int Match = -1, int Group = 0, TextFormat? Format = null)
    {
        public byte[]? Text { get; private init; }

        public static Part Plain(string text) => new("") { Text = Encoding.UTF8.GetBytes(text) };
    }
}
