namespace IntelMQ.Intake;

/// <summary>How data is cut into reports.</summary>
/// <param name="Size">The most bytes of a chunk, the header not counted; 0 where nothing is cut.</param>
/// <param name="RepeatHeader">Whether the header, with the comments before it, stands in front of each chunk.</param>
/// <param name="KeepQuoted">Whether a line end within quotes is none.</param>
/// <param name="WholeIfSmall">Whether data of no more than <paramref name="Size"/> is taken as it is.</param>
/// <param name="MaxBytes">The most bytes of a line, or of data that is not cut.</param>
public readonly record struct ChunkPlan(int Size, bool RepeatHeader, bool KeepQuoted, bool WholeIfSmall, int MaxBytes);
