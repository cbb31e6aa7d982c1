using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>A condition on one field: it is absent, an expression is found in its text, or it is equal to a value in type too.</summary>
internal sealed class ModifyCondition
{
    private readonly NamedField _field;
    private readonly PythonPattern? _pattern;
    private readonly PlainValue? _value;
    private readonly bool _isCaptured;

    [ThreadStatic]
    private static Utf8Buffer? _text;

    /// <summary>Creates a condition; without pattern and value the field must be absent.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="pattern">What must be found.</param>
    /// <param name="value">What the field must be equal to.</param>
    /// <param name="isCaptured">Whether an action asks for the groups.</param>
    public ModifyCondition(string field, PythonPattern? pattern, PlainValue? value, bool isCaptured)
    {
        _field = new NamedField(field);
        _pattern = pattern;
        _value = value;
        _isCaptured = isCaptured;
    }

    /// <summary>Whether the condition holds; <paramref name="match"/> is set where the groups are asked for.</summary>
    /// <exception cref="InvalidDataException">The search took too long.</exception>
    public bool Holds(Event message, out Match? match)
    {
        match = null;
        if (_field.IsWholeExtra)
            return message.ExtraAsJson() is { } extra ? Holds(FieldValue.Json(extra), out match) : Holds(FieldValue.Missing, out match);
        return Holds(_field.KeyIn(message) is { } key ? message[key] : FieldValue.Missing, out match);
    }

    private bool Holds(FieldValue value, out Match? match)
    {
        match = null;
        if (value.IsMissing)
            return _pattern is null && _value is null;
        if (_value is not null)
            return PythonEquality.AreEqual(value, _value.Value);
        if (_pattern is null || value.Kind is FieldValueKind.Json or FieldValueKind.Null)
            return false;
        return Search(value, out match) switch
        {
            RegexOutcome.Match => true,
            RegexOutcome.NoMatch => false,
            _ => throw new InvalidDataException($"The search for '{_pattern.Source}' in {_field.Name} took too long; simplify the expression."),
        };
    }

    private RegexOutcome Search(FieldValue value, out Match? match)
    {
        match = null;
        Utf8Buffer buffer = _text ??= new Utf8Buffer();
        buffer.Clear();
        if (value.Kind != FieldValueKind.Text)
            PythonText.Str(value, buffer);
        ReadOnlySpan<byte> text = value.Kind == FieldValueKind.Text ? value.Utf8 : buffer.WrittenSpan;
        return _isCaptured ? _pattern!.FirstMatch(Encoding.UTF8.GetString(text), out match) : _pattern!.Search(text);
    }
}
