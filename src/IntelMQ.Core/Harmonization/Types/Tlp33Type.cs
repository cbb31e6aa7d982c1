using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A traffic light protocol label, version 1, as IntelMQ 3.3 knows them. A field takes what the type refuses: <c>CLEAR</c> is white, and
/// what IntelMQ has no label for, <c>AMBER+STRICT</c> too, is red, so that no event is passed on further than its label says.
/// </summary>
internal sealed class Tlp33Type : NamedType
{
    private static readonly TlpType Current = new();

    public Tlp33Type()
        : base("TLP", [Tlp.White, Tlp.Green, Tlp.Amber, Tlp.Red], [("YELLOW", Tlp.Amber)], "is not a TLP label")
    {
    }

    internal override Harmonized ConvertRefused(in FieldValue value, Utf8Buffer buffer, string reason)
    {
        Harmonized label = Current.Convert(value, buffer);
        if (!label.IsValid)
            return label;
        bool isClear = label.Value(value, buffer).Utf8.SequenceEqual("CLEAR"u8);
        int start = buffer.Length;
        buffer.Append(isClear ? "WHITE"u8 : "RED"u8);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private protected override void ToOneCase(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Upper(text, buffer);

    private protected override ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text) => TlpType.WithoutPrefix(text);
}
