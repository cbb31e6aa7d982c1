using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntelMQ.Bots;

namespace IntelMQ.Mail.Outputs;

/// <summary>
/// A parameter that names the columns of a table: a list, or one text with commas. Unlike with other lists, blanks around the commas belong
/// to the names, as in IntelMQ: a name with blanks is no field, so that its column has a heading and stays empty.
/// </summary>
[CollectionBuilder(typeof(ColumnNames), nameof(Create))]
public sealed class ColumnNames : IReadOnlyList<string>, IParameterValue<ColumnNames>
{
    private readonly string[] _names;

    private ColumnNames(string[] names) => _names = names;

    /// <inheritdoc/>
    public static ParameterForm<ColumnNames> Form { get; } = new OwnForm();

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public string this[int index] => _names[index];

    /// <summary>Columns by their names.</summary>
    public static ColumnNames Create(ReadOnlySpan<string> names) => new(names.ToArray());

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", _names);

    private sealed class OwnForm : ParameterForm<ColumnNames>
    {
        public override string Words => TextList.Form.Words;

        public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out ColumnNames value)
        {
            value = null;
            if (!TextList.Form.TryRead(json, reading, out TextList? names))
                return false;
            // A list comes as it is; only a text is split otherwise.
            bool isSplit = json.ValueKind == JsonValueKind.String && ParameterForms.Text.TryRead(json, reading, out string? text) && text.AsSpan().TrimStart() is not ['[', ..];
            value = new ColumnNames(isSplit ? json.GetString()!.Split(',') : [.. names]);
            return true;
        }

        public override void Write(Utf8JsonWriter writer, ColumnNames value)
        {
            ArgumentNullException.ThrowIfNull(value);
            TextList.Form.Write(writer, [.. value]);
        }

        public override void WriteSchema(Utf8JsonWriter writer) => TextList.Form.WriteSchema(writer);
    }
}
