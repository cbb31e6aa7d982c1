using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Intake;

/// <summary>
/// Cuts data at line ends as IntelMQ does: at the last line end within the size, or at the next one where a line is longer. Line ends are
/// line feeds, or carriage returns in data without any. Nothing is lost: a header without lines behind it is a chunk.
/// </summary>
public static class ReportChunks
{
    // A header is repeated in each chunk: a long one would multiply the data.
    private const int MaxHeader = 1 << 20;
    private const int Looked = 64 << 10;

    /// <summary>Reads data chunk by chunk; each has memory of its own.</summary>
    /// <param name="source">The data; text in UTF-16 or UTF-32 with a byte order mark is given as UTF-8 where it is cut.</param>
    /// <param name="plan">How it is cut.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A line, or data that is not cut, is too long; the text is the end of a sentence that begins with the data.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(Stream source, ChunkPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var window = new ReadWindow(source, plan.MaxBytes);
        int wanted = plan.Size == 0 ? plan.MaxBytes : Math.Min(plan.MaxBytes, Math.Max(plan.Size + 1, Looked));
        await window.FillAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (plan.Size == 0 && (window.Length > plan.MaxBytes || !await window.IsAtEndAsync(cancellationToken).ConfigureAwait(false)))
            throw new InvalidDataException($"has more than {plan.MaxBytes} bytes in one piece; set chunk_size, or raise max_report_size");
        if (plan.Size == 0 || (plan.WholeIfSmall && window.Length <= plan.Size))
        {
            if (window.Length > 0)
                yield return window.Take(window.Length, []);
            yield break;
        }

        if (ByteOrderMark.WideEncodingOf(window.Span) is { } encoding)
        {
            var whole = new PrefixedStream(window.Take(window.Length, []), source);
            window = new ReadWindow(Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8, leaveOpen: true), plan.MaxBytes);
            await window.FillAsync(wanted, cancellationToken).ConfigureAwait(false);
        }

        var lines = LineCutter.For(window.Span);
        byte[] header = [];
        if (plan.RepeatHeader)
        {
            int end = await HeaderEndAsync(window, lines, cancellationToken).ConfigureAwait(false);
            if (end > MaxHeader)
                throw new InvalidDataException($"begins with a line of more than {MaxHeader} bytes, which cannot be repeated in front of each chunk; set chunk_replicate_header to false");
            header = window.Take(end, []);
        }

        bool any = false;
        while (true)
        {
            await window.FillAsync(plan.Size + 1, cancellationToken).ConfigureAwait(false);
            if (window.Length == 0)
                break;
            int end = window.Length <= plan.Size ? window.Length : lines.LastEnd(window.Span, plan.Size, plan.KeepQuoted);
            if (end == 0)
                end = await LineEndAsync(window, lines, plan.Size, cancellationToken).ConfigureAwait(false);
            if (end > plan.MaxBytes)
                throw new InvalidDataException($"has a line of more than {plan.MaxBytes} bytes");
            any = true;
            yield return window.Take(end, header);
        }

        if (!any && header.Length > 0)
            yield return header;
    }

    // The end of what is repeated: the comments at the start, and the first line behind them, unless that is data.
    private static async ValueTask<int> HeaderEndAsync(ReadWindow window, LineCutter lines, CancellationToken cancellationToken)
    {
        (int start, int before) = (0, 0);
        while (true)
        {
            int end = await LineEndAsync(window, lines, start, cancellationToken).ConfigureAwait(false);
            if (end == start || end > MaxHeader)
                return end;
            ReadOnlySpan<byte> line = window.Span[start..end];
            if (!HeaderLines.IsComment(line))
                return HeaderLines.IsData(line) || (start > 0 && HeaderLines.IsHeaderOf(window.Span[before..start], line)) ? start : end;
            (before, start) = (start, end);
        }
    }

    // The end of the line that holds the byte at a place; the end of the data where no line end follows.
    private static async ValueTask<int> LineEndAsync(ReadWindow window, LineCutter lines, int from, CancellationToken cancellationToken)
    {
        while (true)
        {
            int found = from < window.Length ? lines.NextEnd(window.Span, from) : -1;
            // A carriage return at the window's end may be half of a pair.
            if (found > 0 && (found < window.Length || window.Span[^1] != '\r' || !await window.FillAsync(found + 1, cancellationToken).ConfigureAwait(false)))
                return found;
            from = found > 0 ? found - 1 : Math.Max(from, window.Length);
            if (found <= 0 && !await window.FillAsync(from + 1, cancellationToken).ConfigureAwait(false))
                return window.Length;
        }
    }
}
