using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A traffic light protocol label of version 1 or 2. Cleaned: upper case, without the prefix <c>TLP:</c>; yellow is amber. A label that
/// is not known is red, the strictest there is, and counted: what nobody can read must not be passed on, nor cost the event.
/// </summary>
internal sealed class TlpType : NamedType
{
    public TlpType()
        : base("TLP", Tlp.All, Spellings, "is not a TLP label")
    {
    }

    private static IEnumerable<(string Old, string New)> Spellings =>
    [
        ("YELLOW", Tlp.Amber), ("AMBER STRICT", Tlp.AmberStrict), ("AMBER-STRICT", Tlp.AmberStrict), ("AMBER_STRICT", Tlp.AmberStrict),
        ("AMBERSTRICT", Tlp.AmberStrict), ("AMBER + STRICT", Tlp.AmberStrict),
    ];

    private protected override void ToOneCase(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Upper(text, buffer);

    private protected override Harmonized Unknown(Utf8Buffer buffer)
    {
        int start = buffer.Length;
        HarmonizationMetrics.UnknownTlpLabels.Add(1);
        buffer.Append("RED"u8);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private protected override ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text) => WithoutPrefix(text);

    /// <summary>The label alone, of a text in upper case without white space at its end.</summary>
    internal static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("TLP"u8))
        {
            text = text[3..];
            if (text.StartsWith((byte)':'))
                text = text[1..];
        }

        return Utf8Text.Trim(text);
    }
}
