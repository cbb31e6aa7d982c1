using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="FormatFieldExpert"/>: three steps, each done where its field is named.</summary>
public sealed partial class FormatFieldExpertOptions : BotOptions
{
    /// <summary><c>strip_columns</c>: the fields that are stripped, as list or with commas.</summary>
    public FieldList? StripColumns { get; set; }

    /// <summary><c>strip_chars</c>: the characters that go at both ends, in any order.</summary>
    public string StripChars { get; set; } = " ";

    /// <summary><c>replace_column</c>: the field in which a text is replaced.</summary>
    public FieldName? ReplaceColumn { get; set; }

    /// <summary><c>old_value</c>: the text that goes; empty text stands before each character and at the end.</summary>
    public string OldValue { get; set; } = "";

    /// <summary><c>new_value</c>: the text that comes.</summary>
    public string NewValue { get; set; } = "";

    /// <summary><c>replace_count</c>: how many places are replaced, from the start; -1 for all.</summary>
    public int ReplaceCount { get; set; } = 1;

    /// <summary><c>split_column</c>: the field that becomes a list; of use below <c>extra</c> only, elsewhere it becomes a list's Python form.</summary>
    public FieldName? SplitColumn { get; set; }

    /// <summary><c>split_separator</c>: what stands between the parts.</summary>
    public string SplitSeparator { get; set; } = ",";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (SplitColumn is { IsEmpty: false } && SplitSeparator.Length == 0)
            complaints.Add("split_separator is empty: give the text that stands between the parts.");
    }
}

/// <summary>Strips, replaces within, and splits fields, in this order. A field of which nothing is left is removed.</summary>
/// <remarks>Fields that hold no text stay as they are.</remarks>
[Bot("intelmq.bots.experts.format_field.expert", BotKind.Expert)]
public sealed partial class FormatFieldExpert : Expert
{
    private readonly FormatFieldExpertOptions _options;
    private readonly NamedField[] _stripped;
    private readonly NamedField? _replaced;
    private readonly NamedField? _split;
    private readonly byte[] _old;
    private readonly byte[] _new;
    private readonly byte[] _separator;

    [ThreadStatic]
    private static Utf8Buffer? _text;

    /// <summary>Creates the expert.</summary>
    public FormatFieldExpert(FormatFieldExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _stripped = NamedField.List(options.StripColumns ?? []);
        _replaced = options.ReplaceColumn is { IsEmpty: false } replaced ? new NamedField(replaced.Name) : null;
        _split = options.SplitColumn is { IsEmpty: false } split ? new NamedField(split.Name) : null;
        (_old, _new, _separator) = (Encoding.UTF8.GetBytes(options.OldValue), Encoding.UTF8.GetBytes(options.NewValue), Encoding.UTF8.GetBytes(options.SplitSeparator));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidFieldException">What became of a value is not valid for its field.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (NamedField field in _stripped)
        {
            if (field.TextIn(message, out FieldValue value) is { } key)
                message.Set(key, FieldValue.Text(TextEdit.Strip(value.Utf8, _options.StripChars))).ThrowIfRefused();
        }

        Utf8Buffer text = _text ??= new Utf8Buffer();
        if (_replaced?.TextIn(message, out FieldValue old) is { } replaced)
        {
            text.Clear();
            TextEdit.Replace(message[replaced].Utf8, _old, _new, _options.ReplaceCount, text);
            message.Set(replaced, FieldValue.Text(text.WrittenSpan)).ThrowIfRefused();
        }

        if (_split?.TextIn(message, out FieldValue whole) is { } split)
            Split(message, split, text);
        return Verdict.Keep;
    }

    private void Split(Event message, FieldKey key, Utf8Buffer list)
    {
        list.Clear();
        list.Append((byte)'[');
        ReadOnlySpan<byte> rest = message[key].Utf8;
        while (rest.IndexOf(_separator) is >= 0 and var at)
        {
            PythonJson.WriteString(rest[..at], list, ascii: false);
            list.Append(", "u8);
            rest = rest[(at + _separator.Length)..];
        }

        PythonJson.WriteString(rest, list, ascii: false);
        list.Append((byte)']');
        message.Set(key, FieldValue.Json(list.WrittenSpan)).ThrowIfRefused();
    }
}
