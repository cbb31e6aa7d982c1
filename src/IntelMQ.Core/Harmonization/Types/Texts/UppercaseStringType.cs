using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>A text that upper-casing leaves as it is.</summary>
internal sealed class UppercaseStringType() : CaseType("UppercaseString", "is not in upper case")
{
    private protected override bool IsInCase(ReadOnlySpan<byte> text) => PythonCase.IsUpper(text);

    private protected override void Write(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Upper(text, buffer);
}
