using IntelMQ.Failures;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Generic;

/// <summary>
/// Cleans a table's text: lines that begin with <c>#</c>, blank lines and indentation go; every line ends alike. What stands within
/// quotes is left alone.
/// </summary>
internal static class GenericCsvText
{
    /// <summary>Cleans a text and takes the lines in front of the table off.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="format">How the table is written.</param>
    /// <param name="options">How long rows may be.</param>
    /// <param name="headerLines">How many of the lines that are left stand in front of the table.</param>
    /// <returns>The table, and the lines in front of it with their line ends.</returns>
    /// <exception cref="InvalidReportException">There are not that many lines.</exception>
    public static (ReadOnlyMemory<byte> Table, byte[] Header) Clean(ReadOnlyMemory<byte> text, CsvFormat format, ParserOptions options, int headerLines)
    {
        ReadOnlySpan<byte> lineEnd = LineEndOf(new LineReader(text, format, options, headerLines));
        var clean = new Utf8Buffer(text.Length + 2);
        var lines = new LineReader(text, format, options, headerLines);
        int count = 0;
        int headerLength = 0;
        while (lines.Next())
        {
            clean.Append(lines.Line);
            clean.Append(lineEnd);
            if (++count == headerLines)
                headerLength = clean.Length;
        }

        if (count < headerLines)
            throw new InvalidReportException($"The report has {count} lines, but skip_header says that {headerLines} stand in front of the table.");
        return (clean.WrittenMemory[headerLength..], clean.Slice(0, headerLength).ToArray());
    }

    // The only kind of line end there is; where there are several or none, CR and LF.
    private static ReadOnlySpan<byte> LineEndOf(LineReader lines)
    {
        ReadOnlySpan<byte> found = default;
        while (lines.Next())
        {
            if (lines.End.IsEmpty || lines.End.SequenceEqual(found))
                continue;
            if (!found.IsEmpty)
                return "\r\n"u8;
            found = lines.End;
        }

        return found.IsEmpty ? "\r\n"u8 : found;
    }

    private sealed class LineReader(ReadOnlyMemory<byte> text, CsvFormat format, ParserOptions options, int headerLines)
    {
        private readonly CsvRowEnds _ends = new(text, format, options.MaxRowLines, options.MaxLineSize) { SkipsIndentation = true };
        private int _headerLines = headerLines;
        private int _place;
        private (int Start, int End) _line;
        private int _next;

        /// <summary>The line, or the lines that one row stands in.</summary>
        public ReadOnlySpan<byte> Line => text.Span[_line.Start.._line.End];

        /// <summary>What ends it; empty at the text's end.</summary>
        public ReadOnlySpan<byte> End => text.Span[_line.End.._next];

        public bool Next()
        {
            while (true)
            {
                SkipIndentation();
                ReadOnlySpan<byte> all = text.Span;
                if (_place >= all.Length)
                    return false;
                bool isComment = all[_place] == '#';
                int end = LineStop(_place);
                if (!isComment && _headerLines <= 0 && all[_place..end].Contains((byte)'"') && _ends.TryFind(_place, out int behind))
                    end = _place + all[_place..behind].TrimEnd("\r\n"u8).Length;
                _line = (_place, end);
                _place = _next = all[end..] is [(byte)'\r', (byte)'\n', ..] ? end + 2 : Math.Min(all.Length, end + 1);
                if (isComment)
                    continue;
                _headerLines--;
                return true;
            }
        }

        // Blank lines too, and the byte order marks of files that were joined.
        private void SkipIndentation()
        {
            ReadOnlySpan<byte> all = text.Span;
            while (_place < all.Length)
            {
                if (all[_place] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                    _place++;
                else if (all[_place..].StartsWith("\uFEFF"u8))
                    _place += 3;
                else
                    return;
            }
        }

        private int LineStop(int place)
        {
            int length = text.Span[place..].IndexOfAny((byte)'\r', (byte)'\n');
            return length < 0 ? text.Length : place + length;
        }
    }
}
