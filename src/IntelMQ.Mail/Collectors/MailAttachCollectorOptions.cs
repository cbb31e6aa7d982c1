using IntelMQ.Bots;
using IntelMQ.Intake;

namespace IntelMQ.Mail.Collectors;

/// <summary>Parameters of <see cref="MailAttachCollector"/>.</summary>
public sealed partial class MailAttachCollectorOptions : MailCollectorOptions
{
    /// <summary><c>attach_regex</c>: take attachments in whose name this expression (Python's) is found; <c>csv.zip</c> by default.</summary>
    [Required("give an expression for the names of attachments")]
    public string AttachRegex { get; set; } = "csv.zip";

    /// <summary><c>extract_files</c>: unpack zip, tar, gzip, bzip2 and xz: all files in them, or those of certain names; on by default.</summary>
    [ParameterForm(typeof(FileSelectionForm))]
    public FileSelection ExtractFiles { get; set; } = FileSelection.All;

    /// <summary><c>http_verify_cert</c>: whether the server's certificate is checked; on by default.</summary>
    public bool HttpVerifyCert { get; set; } = true;

    /// <summary><c>max_unpacked_size</c>: the most bytes that one archive may give; 4 GiB by default. The parameter is this project's own.</summary>
    [Range(1)]
    [Unit("bytes")]
    public long MaxUnpackedSize { get; set; } = 4L << 30;

    /// <summary><c>max_unpack_ratio</c>: how many times an archive's size it may give, once that is more than 16 MiB; 250 by default. The parameter is this project's own.</summary>
    [Range(1)]
    public int MaxUnpackRatio { get; set; } = 250;

    /// <summary><c>max_report_size</c>: the most bytes of a report; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>Which files are taken.</summary>
    internal FileSelection Selection => AttachUnzip is not null && ExtractFiles.IsNone ? FileSelection.All : ExtractFiles;

    private protected override bool ChecksCertificate => HttpVerifyCert;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        CheckExpression("attach_regex", AttachRegex, complaints);
    }
}
