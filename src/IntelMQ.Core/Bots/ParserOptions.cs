namespace IntelMQ.Bots;

/// <summary>The parameters that all parsers have.</summary>
public partial class ParserOptions : BotOptions
{
    /// <summary><c>default_fields</c>: values for fields that a line leaves unset, by field name.</summary>
    public IDictionary<string, string> DefaultFields { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>copy_collector_provided_fields</c>: more fields of the report that each event takes over, such as <c>extra.file_name</c>.</summary>
    public TextList CopyCollectorProvidedFields { get; set; } = [];

    /// <summary>
    /// <c>max_line_size</c>: bytes that a line, row or JSON element may have, 1 MiB by default; a longer one is a failure of which the
    /// first 64 KiB are kept. The parameter is this project's own.
    /// </summary>
    [Range(1024)]
    [Unit("bytes")]
    public int MaxLineSize { get; set; } = 1024 * 1024;

    /// <summary>
    /// <c>max_row_lines</c>: how many lines a table's row may have, where quoted cells hold line ends; 256 by default. A row of more has lost a
    /// quote: its first line is a failure, and reading goes on at the next. The parameter is this project's own.
    /// </summary>
    [Range(1)]
    public int MaxRowLines { get; set; } = 256;

    /// <summary>
    /// <c>format_changed_ratio</c>: the share of a report's elements, 0 to 1, that may fail; where more do, the log asks once, as an error,
    /// whether the feed's format has changed. 1 never asks. The parameter is this project's own.
    /// </summary>
    [Range(0, 1)]
    public double FormatChangedRatio { get; set; } = 0.5;

    /// <summary>
    /// <c>encoding</c>: how the reports are encoded, by a name such as <c>windows-1252</c> or <c>shift_jis</c>. Unset, a byte order mark, the
    /// report's <c>extra.charset</c>, or the XML or HTML itself say it; without any, what is not UTF-8 is read as Windows-1252. The parameter
    /// is this project's own.
    /// </summary>
    public string? Encoding { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(Encoding) && Text.CharacterSets.Find(Encoding) is null)
            complaints.Add($"encoding cannot be '{Encoding}': it is not the name of a character set; use one such as utf-8, windows-1252 or shift_jis.");
    }
}

/// <summary>For parsers without parameters of their own.</summary>
public sealed class PlainParserOptions : ParserOptions;
