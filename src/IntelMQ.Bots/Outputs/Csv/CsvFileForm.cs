using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// A table: each file begins with its header, where there is one, and no row has a line break in it. So a last line without an end is half a row
/// that a killed process left; its events were not settled and come again.
/// </summary>
/// <param name="head">The header with its line end; empty for none.</param>
internal sealed class CsvFileForm(ReadOnlyMemory<byte> head) : OutputFileForm
{
    public override ReadOnlyMemory<byte> Head => head;

    public override (long End, long Cut, ReadOnlyMemory<byte> Before) Prepare(SafeFileHandle file, string path)
    {
        long length = RandomAccess.GetLength(file);
        byte[] begins = new byte[Math.Min(length, head.Length)];
        int read = RandomAccess.Read(file, begins, 0);
        if (!head.Span.StartsWith(begins.AsSpan(0, read)))
            throw new IOException($"The file '{path}' has another header than the columns that are to be written: move it away, or write to another file.");
        long cut = 0;
        if (length > 0 && !OutputTail.EndsLine(file, length) && OutputTail.LastLine(file, length) is { } half)
        {
            cut = half.Length;
            RandomAccess.SetLength(file, length -= cut);
        }

        return (length, cut, length == 0 ? head : default);
    }
}
