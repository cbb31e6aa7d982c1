using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using IntelMQ.Mapping;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Generic;

/// <summary>A field that is put together from cells by a text such as <c>http://{0}{1}</c>; <c>{{</c> and <c>}}</c> stand for braces.</summary>
internal sealed class ComposedField
{
    private readonly List<(byte[] Text, int Cell)> _parts = [];

    private ComposedField(string field) => Field = field;

    /// <summary>The field's name.</summary>
    public string Field { get; }

    /// <summary>Reads a format.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="format">The format: cells by their position, counted from 0, or <c>{}</c> for one after the other.</param>
    /// <param name="result">The field.</param>
    /// <param name="error">What is wrong, as the end of a sentence.</param>
    public static bool TryParse(string field, string format, [NotNullWhen(true)] out ComposedField? result, [NotNullWhen(false)] out string? error)
    {
        var composed = new ComposedField(field);
        var text = new StringBuilder();
        int automatic = 0;
        bool numbered = false;
        result = null;
        error = null;
        for (int i = 0; i < format.Length; i++)
        {
            char symbol = format[i];
            if (symbol is not ('{' or '}') || (i + 1 < format.Length && format[i + 1] == symbol))
            {
                text.Append(symbol);
                i += symbol is '{' or '}' ? 1 : 0;
                continue;
            }

            int end = symbol == '{' ? format.IndexOf('}', i) : -1;
            if (end < 0)
            {
                error = $"has a single {symbol} at position {i}; write {symbol}{symbol} for the character itself";
                return false;
            }

            string name = format[(i + 1)..end];
            int cell = automatic;
            if (name.Length > 0 && !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out cell))
            {
                error = $"has {{{name}}}, but only numbers of cells can stand in braces";
                return false;
            }

            numbered |= name.Length > 0;
            automatic += name.Length == 0 ? 1 : 0;
            composed.Add(text, cell);
            i = end;
        }

        if (numbered && automatic > 0)
        {
            error = "mixes {} with numbers of cells";
            return false;
        }

        composed.Add(text, -1);
        result = composed;
        return true;
    }

    /// <summary>Appends the text for a row.</summary>
    /// <returns>Whether the row has all the cells.</returns>
    public bool TryCompose(Row row, Utf8Buffer output)
    {
        foreach ((byte[] text, int cell) in _parts)
        {
            output.Append(text);
            if (cell >= row.Count)
                return false;
            if (cell >= 0)
                output.Append(row[cell].Utf8);
        }

        return true;
    }

    private void Add(StringBuilder text, int cell)
    {
        _parts.Add((Encoding.UTF8.GetBytes(text.ToString()), cell));
        text.Clear();
    }
}
