using System.Text;
using IntelMQ.Harmonization;

namespace IntelMQ.Mapping;

/// <summary>What maps often do to a cell before its field sees it. For all else: <see cref="ColumnRule.With(FieldConverter, string)"/>.</summary>
public static class ColumnConversions
{
    /// <summary>Removes a text from the front of cells that begin with it.</summary>
    public static ColumnRule WithoutPrefix(this ColumnRule rule, string prefix)
    {
        ArgumentNullException.ThrowIfNull(rule);
        byte[] bytes = Encoding.UTF8.GetBytes(prefix);
        return rule.With(
            (value, _) => value.Utf8.StartsWith(bytes)
                ? Harmonized.Slice(value.Kind, bytes.Length, value.Utf8.Length - bytes.Length)
                : Harmonized.Slice(value.Kind, 0, value.Utf8.Length),
            $"without \"{prefix}\" in front");
    }

    /// <summary>Adds a text behind every cell, such as a zone behind a time.</summary>
    public static ColumnRule WithSuffix(this ColumnRule rule, string suffix)
    {
        ArgumentNullException.ThrowIfNull(rule);
        byte[] bytes = Encoding.UTF8.GetBytes(suffix);
        return rule.With(
            (value, buffer) =>
            {
                int start = buffer.Length;
                buffer.Append(value.Utf8);
                buffer.Append(bytes);
                return Harmonized.Written(FieldValueKind.Text, buffer, start);
            },
            $"with \"{suffix}\" behind");
    }

    /// <summary>Translates cells by a table; what is not in the table stays as it is.</summary>
    public static ColumnRule Translate(this ColumnRule rule, IReadOnlyDictionary<string, string> table)
        => Translate(rule, table, static value => Harmonized.Slice(value.Kind, 0, value.Utf8.Length), "translated by a table");

    /// <summary>Translates cells by a table; what is not in the table, also an empty cell, becomes the text given.</summary>
    public static ColumnRule Translate(this ColumnRule rule, IReadOnlyDictionary<string, string> table, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(otherwise);
        return Translate(rule, table, null, $"translated by a table, otherwise \"{otherwise}\"", otherwise);
    }

    /// <summary>Translates cells by a table; what is not in the table, also an empty cell, is refused.</summary>
    public static ColumnRule TranslateOnly(this ColumnRule rule, IReadOnlyDictionary<string, string> table)
        => Translate(rule, table, static _ => Harmonized.Invalid("is none of the values that the feed is known to have"), "translated by a table, nothing else");

    private static ColumnRule Translate(ColumnRule rule, IReadOnlyDictionary<string, string> table, Func<FieldValue, Harmonized>? unknown, string name, string otherwise = "")
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(table);
        ColumnRule translated = rule.With(
            (value, buffer) =>
            {
                if (!table.TryGetValue(value.ToString(), out string? translation) && unknown is not null)
                    return unknown(value);
                int start = buffer.Length;
                buffer.Append((translation ?? otherwise).AsSpan());
                return Harmonized.Written(FieldValueKind.Text, buffer, start);
            },
            name);
        return translated with { Table = table };
    }
}
