using System.Buffers;
using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Export;

internal enum FileNamePartKind
{
    Literal,
    Separator,
    Field,
}

/// <summary>A part of a file name's template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The literal's text, or the field's name.</param>
/// <param name="TimeFormat">For a time: the .NET format that stands for the template's; <see langword="null"/> for plain text.</param>
internal sealed record FileNamePart(FileNamePartKind Kind, string Text, string? TimeFormat)
{
    // What must not stand in a file's name; outside Windows the separators and control characters.
    private static readonly SearchValues<byte> Refused = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static b => (byte)b), 0x7F, 0xC2, .. "/\\"u8, .. OperatingSystem.IsWindows() ? ":*?\"<>|"u8 : default]);

    private readonly byte[] _utf8 = System.Text.Encoding.UTF8.GetBytes(Text);

    private readonly Field<DateTimeOffset>? _time =
        Kind == FileNamePartKind.Field && Text == "time.source" ? Fields.Time.Source
        : Kind == FileNamePartKind.Field && Text == "time.observation" ? Fields.Time.Observation
        : null;

    /// <summary>Whether it is a field that an event lacks.</summary>
    public bool IsMissingIn(Event message) => Kind == FileNamePartKind.Field && message[Text].IsMissing;

    /// <summary>Appends the literal, or the field's value made harmless; <c>None</c> where the field is absent.</summary>
    public void Write(Event message, Utf8Buffer output)
    {
        if (Kind == FileNamePartKind.Literal)
        {
            output.Append(_utf8);
            return;
        }

        if (_time is not null && message.TryGet(_time, out DateTimeOffset time))
        {
            // The default is Python's text of a time without a zone.
            string format = TimeFormat ?? (time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff");
            time.ToUniversalTime().TryFormat(output.GetSpan(128), out int written, format, CultureInfo.InvariantCulture);
            output.Advance(written);
            return;
        }

        FieldValue value = message[Text];
        int start = output.Length;
        if (value.IsMissing)
            output.Append("None"u8);
        else
            PythonText.Str(value, output);
        if (output.WrittenSpan[start..].ContainsAny(Refused))
            Clean(output, start);
    }

    private static void Clean(Utf8Buffer output, int start)
    {
        byte[] value = output.WrittenSpan[start..].ToArray();
        output.Truncate(start);
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != 0xC2)
            {
                output.Append(Refused.Contains(value[i]) ? (byte)'_' : value[i]);
            }
            else if (i + 1 < value.Length && value[i + 1] < 0xA0)
            {
                // A control character from U+0080 on, in two bytes.
                output.Append((byte)'_');
                i++;
            }
            else
            {
                output.Append(value[i]);
            }
        }
    }
}
