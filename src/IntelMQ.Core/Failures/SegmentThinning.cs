namespace IntelMQ.Failures;

/// <summary>Takes one bot's entries out of a segment that gets no more, so that those of others stay.</summary>
internal static class SegmentThinning
{
    private const int Piece = 1 << 20;

    /// <summary>How many bytes of a segment are entries of each bot, those that were removed left out.</summary>
    public static Dictionary<string, long> BytesByBot(FailureSegment segment)
    {
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        using FileStream file = segment.Open();
        var reader = new SegmentReader(file, segment.Length);
        while (reader.TryReadLine(out ReadOnlySpan<byte> line))
        {
            if (FailureLine.TryReadHead(line, out long id, out _) && segment.IsRemoved(id))
                continue;
            string bot = FailureLine.BotOf(line);
            bytes[bot] = bytes.GetValueOrDefault(bot) + line.Length + 1;
        }

        return bytes;
    }

    /// <summary>Rewrites a segment without one bot's entries, and without those that were removed.</summary>
    /// <returns>How many of the bot's entries are gone.</returns>
    /// <exception cref="IOException">The segment is as it was, or its entries are noted as removed and still take room.</exception>
    public static long RemoveBot(FailureSegment segment, string bot, bool flush)
    {
        string temporary = segment.Path + ".new";
        var gone = new List<long>();
        long length = 0;
        using (FileStream file = segment.Open())
        using (var target = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, Piece))
        {
            var reader = new SegmentReader(file, segment.Length);
            while (reader.TryReadLine(out ReadOnlySpan<byte> line))
            {
                bool hasId = FailureLine.TryReadHead(line, out long id, out _);
                if (hasId && segment.IsRemoved(id))
                    continue;
                if (hasId && FailureLine.BotOf(line) == bot)
                {
                    gone.Add(id);
                    continue;
                }

                target.Write(line);
                target.WriteByte((byte)'\n');
                length += line.Length + 1;
            }

            target.Flush(flush);
        }

        // Noted first: after a crash in between they are gone too, and not there twice.
        segment.Remove(gone, flush);
        File.Move(temporary, segment.Path, overwrite: true);
        segment.Length = length;
        return gone.Count;
    }
}
