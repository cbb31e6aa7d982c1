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
    /// <param name="separator">What stands between cells.</param>
    /// <param name="headerLines">How many of the lines that are left stand in front of the table.</param>
    /// <returns>The table, and the lines in front of it with their line ends.</returns>
    /// <exception cref="InvalidReportException">There are not that many lines.</exception>
    public static (ReadOnlyMemory<byte> Table, byte[] Header) Clean(ReadOnlyMemory<byte> text, char separator, int headerLines)
    {
        ReadOnlySpan<byte> lineEnd = LineEndOf(text.Span, separator, headerLines);
        var clean = new Utf8Buffer(text.Length + 2);
        var lines = new LineReader(text.Span, (byte)separator, headerLines);
        int count = 0;
        int headerLength = 0;
        while (lines.Next())
        {
            clean.Append(lines.Line);
            if (!lines.IsOpen)
                clean.Append(lineEnd);
            if (++count == headerLines)
                headerLength = clean.Length;
        }

        if (count < headerLines)
            throw new InvalidReportException($"The report has {count} lines, but skip_header says that {headerLines} stand in front of the table.");
        return (clean.WrittenMemory[headerLength..], clean.Slice(0, headerLength).ToArray());
    }

    // The only kind of line end there is; where there are several or none, CR and LF.
    private static ReadOnlySpan<byte> LineEndOf(ReadOnlySpan<byte> text, char separator, int headerLines)
    {
        ReadOnlySpan<byte> found = default;
        var lines = new LineReader(text, (byte)separator, headerLines);
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

    private ref struct LineReader(ReadOnlySpan<byte> text, byte separator, int headerLines)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _headerLines = headerLines;
        private int _place;

        /// <summary>The line, or the lines that one row stands in.</summary>
        public ReadOnlySpan<byte> Line { get; private set; }

        /// <summary>What ends it; empty at the text's end.</summary>
        public ReadOnlySpan<byte> End { get; private set; }

        /// <summary>Whether a quote is never closed.</summary>
        public bool IsOpen { get; private set; }

        public bool Next()
        {
            while (true)
            {
                SkipIndentation();
                if (_place >= _text.Length)
                    return false;
                bool isComment = _text[_place] == '#';
                int end = isComment || _headerLines > 0 ? LineStop(_place) : RowStop(_place);
                Line = _text[_place..end];
                End = _text[end..] switch
                {
                    [(byte)'\r', (byte)'\n', ..] => "\r\n"u8,
                    [(byte)'\r', ..] => "\r"u8,
                    [(byte)'\n', ..] => "\n"u8,
                    _ => default,
                };
                _place = end + End.Length;
                if (isComment)
                    continue;
                _headerLines--;
                return true;
            }
        }

        // Blank lines too, and the byte order marks of files that were joined.
        private void SkipIndentation()
        {
            while (_place < _text.Length)
            {
                if (_text[_place] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                    _place++;
                else if (_text[_place..].StartsWith("\uFEFF"u8))
                    _place += 3;
                else
                    return;
            }
        }

        private readonly int LineStop(int place)
        {
            int length = _text[place..].IndexOfAny((byte)'\r', (byte)'\n');
            return length < 0 ? _text.Length : place + length;
        }

        private int RowStop(int place)
        {
            bool atCell = true;
            while (place < _text.Length)
            {
                if (atCell && _text[place] == '"')
                {
                    place = QuoteStop(place + 1);
                    atCell = false;
                    continue;
                }

                int length = _text[place..].IndexOfAny(separator, (byte)'\r', (byte)'\n');
                if (length < 0)
                    return _text.Length;
                place += length;
                if (_text[place] != separator)
                    return place;
                place++;
                atCell = true;
            }

            return _text.Length;
        }

        // Behind the closing quote; two quotes are one within the cell.
        private int QuoteStop(int place)
        {
            while (true)
            {
                int length = _text[place..].IndexOf((byte)'"');
                if (length < 0)
                {
                    IsOpen = true;
                    return _text.Length;
                }

                place += length + 1;
                if (place >= _text.Length || _text[place] != '"')
                    return place;
                place++;
            }
        }
    }
}
