using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>A traffic light protocol label, version 1. Cleaned: upper case, without the prefix <c>TLP:</c>; yellow is amber.</summary>
internal sealed class TlpType : NamedType
{
    public TlpType()
        : base("TLP", Tlp.All, [("YELLOW", Tlp.Amber)], "is not a TLP label")
    {
    }

    private protected override void ToOneCase(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Upper(text, buffer);

    private protected override ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("TLP"u8))
        {
            text = text[3..];
            if (text.StartsWith((byte)':'))
                text = text[1..];
        }

        // The end has no white space any more.
        return Utf8Text.Trim(text);
    }
}
