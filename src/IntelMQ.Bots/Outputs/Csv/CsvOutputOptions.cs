namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="CsvOutput"/>.</summary>
public sealed partial class CsvOutputOptions : BotOptions
{
    /// <summary><c>file</c>: the file's path, or a template of it; see <see cref="FormatFilename"/>.</summary>
    [Required("give the path of the file to append to")]
    [Reaches(Outside.File)]
    public string File { get; set; } = "/opt/intelmq/var/lib/bots/file-output/events.csv";

    /// <summary><c>fields</c>: the fields that become columns, in their order. <c>extra</c> is all of it in one column, as JSON.</summary>
    public FieldList Fields { get; set; } =
    [
        "time.source", "time.observation", "classification.taxonomy", "classification.type", "classification.identifier", "source.ip", "source.port",
        "source.network", "source.asn", "source.as_name", "source.geolocation.cc", "source.fqdn", "source.url", "source.abuse_contact", "destination.ip",
        "destination.port", "destination.fqdn", "protocol.transport", "protocol.application", "malware.name", "event_description.text", "feed.provider", "feed.name", "extra",
    ];

    /// <summary><c>header</c>: begin each file with a row of the fields' names; on by default.</summary>
    public bool Header { get; set; } = true;

    /// <summary><c>delimiter</c>: the one character between two cells: a comma, a semicolon, a tab or a vertical bar.</summary>
    [AllowedValues(",", ";", "\t", "|")]
    public string Delimiter { get; set; } = ",";

    /// <summary>
    /// <c>formula_protection</c>: put an apostrophe in front of texts that a spreadsheet would calculate: that begin with <c>=</c>, <c>+</c>,
    /// <c>-</c>, <c>@</c>, a tab or a line break; on by default. Numbers stay as they are. Off only where no spreadsheet ever reads the file.
    /// </summary>
    public bool FormulaProtection { get; set; } = true;

    /// <summary><c>byte_order_mark</c>: begin each file with a byte order mark, by which Excel knows that it is UTF-8; off by default.</summary>
    public bool ByteOrderMark { get; set; }

    /// <summary>
    /// <c>format_filename</c>: whether the path holds fields, <c>{event[source.ip]}</c>, or <c>{event[time.source]:%Y-%m-%d}</c> for a time;
    /// an event that lacks one of them is a failure. Values cannot lead out of the folder before the first field. Off by default.
    /// </summary>
    public bool FormatFilename { get; set; }

    /// <summary>
    /// <c>flush_to_disk</c>: whether the disk itself must have the rows before they count as stored, so that they outlive a power failure; on by
    /// default. Off is faster, and only safe where their source stays.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <inheritdoc/>
    public override IEnumerable<ReachedOutside>? FindReached(string parameter) => parameter == "file" ? Target.FindReached() : null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        Target.Validate(complaints);
        string[] names = [.. Fields.Names.Where(static name => name.Length > 0)];
        if (names.Length == 0)
            complaints.Add("fields is empty: name the fields that become columns.");
        else if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            complaints.Add($"fields names {string.Join(", ", names.GroupBy(static name => name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key))} more than once.");
    }

    internal OutputFileTarget Target => new(File, FormatFilename, FlushToDisk);
}
