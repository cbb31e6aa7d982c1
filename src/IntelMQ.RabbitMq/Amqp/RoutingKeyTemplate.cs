using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>
/// A routing key with fields in it: Python's format string with <c>{ev[FIELD]}</c>; behind a colon may stand <c>s</c>, <c>d</c>, and before
/// it a width, filled with zeros where it begins with one.
/// </summary>
internal sealed class RoutingKeyTemplate
{
    private const int MaxKey = 255;

    private readonly List<(string? Literal, string Field, bool IsNumber, int Width, bool HasZeros)> _parts = [];

    private RoutingKeyTemplate()
    {
    }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hasFields">Whether fields may stand in it; otherwise it is taken as it is.</param>
    /// <param name="complaint">What is wrong with it, where nothing is returned.</param>
    public static RoutingKeyTemplate? Parse(string text, bool hasFields, out string? complaint)
    {
        complaint = null;
        var template = new RoutingKeyTemplate();
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (!hasFields || c is not ('{' or '}'))
            {
                literal.Append(c);
            }
            else if (i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else
            {
                int end = c == '{' ? text.IndexOf('}', i) : -1;
                template.Flush(literal);
                if (end < 0 || !template.TryAdd(text.AsSpan()[(i + 1)..end]))
                {
                    complaint = "fields stand in it as {ev[source.ip]}, and braces themselves as {{ and }}";
                    return null;
                }

                i = end;
            }
        }

        template.Flush(literal);
        if (template._parts.Sum(static part => part.Literal is null ? 0 : Encoding.UTF8.GetByteCount(part.Literal)) <= MaxKey)
            return template;
        complaint = "a routing key has at most 255 bytes";
        return null;
    }

    /// <summary>The routing key of an event.</summary>
    /// <exception cref="RefusedException">The event lacks a field, or the key is too long.</exception>
    public string KeyOf(Event message)
    {
        if (_parts is [{ Literal: { } fixedKey }])
            return fixedKey;
        var key = new StringBuilder();
        var text = new Utf8Buffer();
        foreach ((string? literal, string field, bool isNumber, int width, bool hasZeros) in _parts)
        {
            if (literal is not null)
            {
                key.Append(literal);
                continue;
            }

            FieldValue value = message[field];
            if (value.IsMissing)
                throw new RefusedException($"The routing key needs {field}, which the event has not.");
            if (isNumber && value.Kind != FieldValueKind.Number)
                throw new RefusedException($"The routing key needs {field} as a number.");
            text.Clear();
            PythonText.Str(value, text);
            string shown = Encoding.UTF8.GetString(text.WrittenSpan);
            bool isRight = value.Kind == FieldValueKind.Number;
            key.Append(hasZeros ? shown.PadLeft(width, '0') : isRight ? shown.PadLeft(width) : shown.PadRight(width));
        }

        string rendered = key.ToString();
        return Encoding.UTF8.GetByteCount(rendered) <= MaxKey ? rendered : throw new RefusedException("The routing key has more than 255 bytes.");
    }

    private void Flush(StringBuilder literal)
    {
        if (literal.Length > 0)
            _parts.Add((literal.ToString(), "", false, 0, false));
        literal.Clear();
    }

    private bool TryAdd(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? text : text[..colon];
        ReadOnlySpan<char> form = colon < 0 ? default : text[(colon + 1)..];
        if (!name.StartsWith("ev[") || !name.EndsWith("]") || name.Length < 5)
            return false;
        bool isNumber = form.EndsWith("d");
        if (isNumber || form.EndsWith("s"))
            form = form[..^1];
        int width = 0;
        if (form.Length > 0 && (!int.TryParse(form, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width > MaxKey))
            return false;
        _parts.Add((null, name[3..^1].ToString(), isNumber, width, form.StartsWith("0")));
        return true;
    }
}
