using System.Buffers;
using System.Globalization;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Leaves out what is no character to be seen: controls, format characters, private and unassigned ones (Unicode's category C).</summary>
internal static class PrintableText
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(static value => (byte)value)]);

    public static void Append(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(Plain);
            output.Append(plain < 0 ? text : text[..plain]);
            if (plain < 0)
                return;
            text = text[plain..];
            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            if (status == OperationStatus.Done && !IsOther(Rune.GetUnicodeCategory(rune)))
                output.Append(text[..length]);
            text = text[length..];
        }
    }

    private static bool IsOther(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
