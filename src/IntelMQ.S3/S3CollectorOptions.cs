using IntelMQ.Bots;
using IntelMQ.Intake;

namespace IntelMQ.S3;

/// <summary>Parameters of <see cref="S3Collector"/>.</summary>
public sealed partial class S3CollectorOptions : CollectorOptions
{
    internal const string Keep = "keep";
    internal const string Delete = "delete";
    internal const string Move = "move";

    /// <summary><c>prefix</c>: how the keys of the objects begin; all of the bucket by default.</summary>
    public string Prefix { get; set; } = "";

    /// <summary><c>postfix</c>: how the keys end, with <c>*</c>, <c>?</c> and <c>[abc]</c> as wildcards; any by default.</summary>
    public string Postfix { get; set; } = "";

    /// <summary>
    /// <c>after</c>: what becomes of an object once all that was made of it is stored: <c>keep</c> it and remember that it was taken,
    /// <c>delete</c> it, or <c>move</c> it to <see cref="MoveTo"/>.
    /// </summary>
    [AllowedValues(Keep, Delete, Move)]
    public string After { get; set; } = Keep;

    /// <summary><c>move_to</c>: what stands in place of <see cref="Prefix"/> in the keys of objects that are moved, such as <c>done/</c>.</summary>
    public string? MoveTo { get; set; }

    /// <summary><c>remember</c>: how long it is remembered that an object was taken; 0, the default, for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    public TimeSpan Remember { get; set; }

    /// <summary>
    /// <c>extract_files</c>: unpack zip, tar, gzip, bzip2 and xz: all files in them, or those of certain names. Off by default; what is packed with gzip alone is
    /// unpacked in any case.
    /// </summary>
    [ParameterForm(typeof(FileSelectionForm))]
    public FileSelection ExtractFiles { get; set; } = FileSelection.None;

    /// <summary><c>max_download_size</c>: the most bytes of an object; 1 GiB by default.</summary>
    [Range(1)]
    [Unit("bytes")]
    public long MaxDownloadSize { get; set; } = 1L << 30;

    /// <summary><c>max_unpacked_size</c>: the most bytes that one object may give; 4 GiB by default.</summary>
    [Range(1)]
    [Unit("bytes")]
    public long MaxUnpackedSize { get; set; } = 4L << 30;

    /// <summary><c>max_unpack_ratio</c>: how many times an object's size it may give, once that is more than 16 MiB; 250 by default.</summary>
    [Range(1)]
    public int MaxUnpackRatio { get; set; } = 250;

    /// <summary><c>max_report_size</c>: the most bytes of a report; 256 MiB by default.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>Where the bucket is.</summary>
    public S3ConnectionOptions Connection { get; } = new();

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (After == Move && string.IsNullOrEmpty(MoveTo))
            complaints.Add("move_to is missing: say what the keys of objects that were taken are to begin with.");
        else if (After == Move && MoveTo!.StartsWith(Prefix, StringComparison.Ordinal))
            complaints.Add("move_to begins with prefix, so that what was moved would be taken again: give one that does not.");
    }
}
