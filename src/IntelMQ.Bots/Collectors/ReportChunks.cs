using System.Runtime.CompilerServices;

namespace IntelMQ.Bots.Collectors;

/// <summary>How data is cut into reports.</summary>
/// <param name="Size">The most bytes of a chunk, the header not counted; 0 where nothing is cut.</param>
/// <param name="RepeatHeader">Whether the first line stands in front of each chunk.</param>
/// <param name="KeepQuoted">Whether a line feed within quotes is no end of a line.</param>
/// <param name="WholeIfSmall">Whether data of no more than <paramref name="Size"/> is taken as it is.</param>
/// <param name="MaxBytes">The most bytes of a line, or of data that is not cut.</param>
internal readonly record struct ChunkPlan(int Size, bool RepeatHeader, bool KeepQuoted, bool WholeIfSmall, int MaxBytes);

/// <summary>
/// Cuts data at line ends as IntelMQ does: at the last line feed within the size, or at the next one where a line is longer. Data of
/// nothing but a header gives no chunk where the header is repeated.
/// </summary>
internal static class ReportChunks
{
    // A header is repeated in each chunk: a long one would multiply the data.
    private const int MaxHeader = 1 << 20;

    /// <summary>Reads data chunk by chunk; each has memory of its own.</summary>
    /// <exception cref="InvalidDataException">A line, or data that is not cut, is too long.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(Stream source, ChunkPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new ReadWindow(source, plan.MaxBytes);
        int wanted = plan.Size == 0 ? plan.MaxBytes : plan.Size + 1;
        await window.FillAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (plan.Size == 0 && (window.Length > plan.MaxBytes || !await window.IsAtEndAsync(cancellationToken).ConfigureAwait(false)))
            throw new InvalidDataException($"has more than {plan.MaxBytes} bytes in one piece; set chunk_size, or raise max_report_size");
        if (plan.Size == 0 || (plan.WholeIfSmall && window.Length <= plan.Size))
        {
            if (window.Length > 0)
                yield return window.Take(window.Length, []);
            yield break;
        }

        byte[] header = [];
        if (plan.RepeatHeader)
        {
            int end = await LineEndAsync(window, 0, cancellationToken).ConfigureAwait(false);
            if (end > MaxHeader)
                throw new InvalidDataException($"begins with a line of more than {MaxHeader} bytes, which cannot be repeated in front of each chunk; set chunk_replicate_header to false");
            header = window.Take(end, []);
        }

        while (true)
        {
            await window.FillAsync(plan.Size + 1, cancellationToken).ConfigureAwait(false);
            if (window.Length == 0)
                yield break;
            int end = window.Length <= plan.Size ? window.Length : LastLineEnd(window.Span[..plan.Size], plan.KeepQuoted);
            if (end == 0)
                end = await LineEndAsync(window, plan.Size, cancellationToken).ConfigureAwait(false);
            if (end > plan.MaxBytes)
                throw new InvalidDataException($"has a line of more than {plan.MaxBytes} bytes");
            yield return window.Take(end, header);
        }
    }

    private static int LastLineEnd(ReadOnlySpan<byte> data, bool keepQuoted)
    {
        int last = data.LastIndexOf((byte)'\n');
        if (!keepQuoted || last < 0)
            return last + 1;
        // A chunk begins outside quotes. Where no line feed is outside, a stray quote is to blame, and the last one is taken.
        bool inside = (data[..last].Count((byte)'"') & 1) != 0;
        int end = last;
        while (inside)
        {
            int before = data[..end].LastIndexOf((byte)'\n');
            if (before < 0)
                return last + 1;
            inside ^= (data[before..end].Count((byte)'"') & 1) != 0;
            end = before;
        }

        return end + 1;
    }

    // The end of the line that holds the byte at a place; the end of the data where no line feed follows.
    private static async ValueTask<int> LineEndAsync(ReadWindow window, int from, CancellationToken cancellationToken)
    {
        while (true)
        {
            int found = window.Span[from..].IndexOf((byte)'\n');
            if (found >= 0)
                return from + found + 1;
            from = window.Length;
            if (!await window.FillAsync(from + 1, cancellationToken).ConfigureAwait(false))
                return window.Length;
        }
    }
}
