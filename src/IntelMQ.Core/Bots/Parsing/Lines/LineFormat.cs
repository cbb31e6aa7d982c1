namespace IntelMQ.Bots;

/// <summary>How lines are written: what stands between their cells, and which of them are rows.</summary>
public sealed record LineFormat
{
    /// <summary>Each line is one cell, at position 0; every line that is not empty is a row.</summary>
    public static LineFormat Whole { get; } = new();

    /// <summary>What stands between cells; <see langword="null"/> where the whole line is the cell at position 0. Nothing protects it.</summary>
    public string? Separator { get; init; }

    /// <summary>Whether cells are separated by any run of white space, in place of <see cref="Separator"/>.</summary>
    public bool SplitsAtWhiteSpace { get; init; }

    /// <summary>Whether white space at both ends of a cell is dropped.</summary>
    public bool TrimsCells { get; init; }

    /// <summary>Whether white space at both ends of a line is dropped, also in <c>raw</c>; as IntelMQ does by default.</summary>
    public bool TrimsLines { get; init; } = true;

    /// <summary>A row with fewer cells is a failure.</summary>
    public int MinimumCells { get; init; }

    /// <summary>Whether a row with fewer cells than <see cref="MinimumCells"/> is passed over, as if it were a comment.</summary>
    public bool SkipsShortRows { get; init; }

    /// <summary>A row with more cells is a failure.</summary>
    public int MaximumCells { get; init; } = int.MaxValue;

    /// <summary>Lines that begin with one of these are comments.</summary>
    public IReadOnlyList<string> CommentPrefixes { get; init; } = [];

    /// <summary>How many lines stand in front of the rows, empty ones and comments counted. Failures keep them, so that they can be replayed.</summary>
    public int HeaderLines { get; init; }

    /// <summary>
    /// Whether the header's lines and the comments read so far stand in front of each line in <c>raw</c>, each with a line feed. What would
    /// go beyond 64 KiB, or beyond 256 comments between rows, is left out.
    /// </summary>
    public bool KeepsCommentsInRaw { get; init; }

    /// <summary>Whether the header's lines stand in <c>raw</c> with a carriage return, where they end with one and a line feed.</summary>
    public bool KeepsCarriageReturnInRaw { get; init; }
}
