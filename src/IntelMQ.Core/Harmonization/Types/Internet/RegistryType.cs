using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>A regional internet registry. Cleaned: upper case; two spellings of <c>RIPE</c>.</summary>
internal sealed class RegistryType : NamedType
{
    public RegistryType()
        : base("Registry", ["AFRINIC", "APNIC", "ARIN", "LACNIC", "RIPE"], [("RIPENCC", "RIPE"), ("RIPE-NCC", "RIPE")], "is not a registry")
    {
    }

    private protected override void ToOneCase(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Upper(text, buffer);
}
