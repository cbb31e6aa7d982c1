using IntelMQ.Intake;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="FileCollector"/>.</summary>
public sealed partial class FileCollectorOptions : CollectorOptions
{
    private const int DefaultChunk = 4 << 20;
    private const int LargestReport = 500 << 20;
    private const int MaxMinimumAge = 86400;

    // Files that are lines, and those of them whose first line may be a header. Anything else has a structure that no cut keeps.
    private static readonly string[] LineEndings = [".csv", ".tsv", ".txt", ".log", ".lst", ".list", ".jsonl", ".ndjson"];
    private static readonly string[] HeaderEndings = [".csv", ".tsv", ".txt"];
    private static readonly string[] QuotedEndings = [".csv", ".tsv"];

    /// <summary><c>path</c>: the folder; the system's folder for temporary files by default.</summary>
    [Required("give the folder to collect files from")]
    [Reaches(Outside.Folder)]
    public string Path { get; set; } = System.IO.Path.GetTempPath();

    /// <summary><c>postfix</c>: how the files' names end, with <c>*</c>, <c>?</c> and <c>[abc]</c> as wildcards; <c>.csv</c> by default.</summary>
    public string Postfix { get; set; } = ".csv";

    /// <summary><c>delete_file</c>: delete a file once everything made of it is stored; off by default.</summary>
    public bool DeleteFile { get; set; }

    /// <summary>
    /// <c>chunk_size</c>: the most bytes of a report; what is larger is cut at line ends. 0 cuts nothing. By default files of lines (by their
    /// names: .csv, .tsv, .txt, .log, .lst, .list, .jsonl, .ndjson) are cut at 4 MiB, and no others.
    /// </summary>
    [Range(0)]
    [Unit("bytes")]
    public int? ChunkSize { get; set; }

    /// <summary>
    /// <c>chunk_replicate_header</c>: repeat the header in front of each chunk, with the comments before it; on by default. The header is
    /// the first line that is no comment, unless it is data (JSON, an address, a URL, a time) or the comment before it has as many cells.
    /// Where <see cref="ChunkSize"/> is not set, only for .csv, .tsv and .txt.
    /// </summary>
    public bool ChunkReplicateHeader { get; set; } = true;

    /// <summary>
    /// <c>minimum_age</c>: the time since its last change after which a file is collected; 2 seconds by default. A file whose writer pauses for
    /// longer is taken as it is: let writers write elsewhere on the same disk and move the finished file here. The parameter is this project's
    /// own.
    /// </summary>
    [Range(0, MaxMinimumAge)]
    [Unit("seconds")]
    public TimeSpan MinimumAge { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// <c>watch</c>: take files as they come, without end, each once while it is what it was; off by default. A process that is started again takes
    /// what is still there, so that <see cref="DeleteFile"/> should be on. The parameter is this project's own.
    /// </summary>
    public bool Watch { get; set; }

    /// <summary>
    /// <c>watch_interval</c>: the time after which a watched folder is looked at although nothing told of a change, as on network drives; a minute by
    /// default. The parameter is this project's own.
    /// </summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// <c>extract_files</c>: unpack zip, tar, gzip, bzip2 and xz: all files in them (but those that only an operating system needs: names with a dot
    /// in front, <c>__MACOSX</c>), or those of certain names. Off by default.
    /// </summary>
    [ParameterForm(typeof(FileSelectionForm))]
    public FileSelection ExtractFiles { get; set; } = FileSelection.None;

    /// <summary><c>max_unpacked_size</c>: the most bytes that one archive may give; 4 GiB by default.</summary>
    [Range(1)]
    [Unit("bytes")]
    public long MaxUnpackedSize { get; set; } = 4L << 30;

    /// <summary><c>max_unpack_ratio</c>: how many times an archive's size it may give, once that is more than 16 MiB; 250 by default.</summary>
    [Range(1)]
    public int MaxUnpackRatio { get; set; } = 250;

    /// <summary><c>max_report_size</c>: the most bytes of a line, and of a file that is not cut; 256 MiB by default.</summary>
    [Range(1, LargestReport)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (string.IsNullOrEmpty(Postfix) && DeleteFile)
            complaints.Add("postfix is empty while delete_file is on, which would delete every file of the folder; set postfix.");
        if (ChunkSize >= MaxReportSize)
            complaints.Add("chunk_size is not below max_report_size; lower the one or raise the other.");
    }

    internal ChunkPlan PlanFor(string name)
    {
        // What is cut is the unpacked file.
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            name = name[..^3];
        bool quoted = EndsWithAny(name, QuotedEndings);
        if (ChunkSize is { } size)
            return new ChunkPlan(size, ChunkReplicateHeader, quoted, false, MaxReportSize);
        size = EndsWithAny(name, LineEndings) ? Math.Min(DefaultChunk, MaxReportSize - 1) : 0;
        return new ChunkPlan(size, ChunkReplicateHeader && EndsWithAny(name, HeaderEndings), quoted, true, MaxReportSize);
    }

    private static bool EndsWithAny(string name, string[] endings)
        => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
