using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>A text that lower-casing leaves as it is.</summary>
internal sealed class LowercaseStringType() : CaseType("LowercaseString", "is not in lower case")
{
    private protected override bool IsInCase(ReadOnlySpan<byte> text) => PythonCase.IsLower(text);

    private protected override void Write(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Lower(text, buffer);
}
