using System.Text.RegularExpressions;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Stores a value, or a text made by a template, in a field.</summary>
internal sealed class ModifyAction(string field, ModifyTemplate? template, PlainValue? value)
{
    private readonly NamedField _field = new(field);

    [ThreadStatic]
    private static Utf8Buffer? _text;

    /// <summary>Does the action.</summary>
    /// <param name="message">The event.</param>
    /// <param name="matches">The matches of the rule's conditions, in their order.</param>
    /// <param name="overwrite">Whether a value that is there goes.</param>
    /// <returns>How many bytes of text were made.</returns>
    /// <exception cref="InvalidFieldException">The field refuses the value, or the template asks for what is not there.</exception>
    public int Apply(Event message, ReadOnlySpan<Match?> matches, bool overwrite)
    {
        FieldKey? key = _field.KeyIn(message);
        if (!overwrite && key is not null && message.Contains(key))
            return 0;
        if (template is null)
        {
            Store(message, key, value!.Value, overwrite);
            return 0;
        }

        Utf8Buffer text = _text ??= new Utf8Buffer();
        text.Clear();
        if (!template.TryExpand(message, matches, text, out string? missing))
            throw new InvalidFieldException(_field.Name, $"cannot be set, since the event has no {missing}, which the rule's text asks for.");
        Store(message, key, FieldValue.Text(text.WrittenSpan), overwrite);
        return text.Length;
    }

    private void Store(Event message, FieldKey? key, FieldValue stored, bool overwrite)
    {
        SetResult result = (key, overwrite) switch
        {
            (null, true) => message.Set(_field.Name, stored),
            (null, false) => message.SetIfAbsent(_field.Name, stored),
            (_, true) => message.Set(key, stored),
            (_, false) => message.SetIfAbsent(key, stored),
        };
        result.ThrowIfRefused();
    }
}
