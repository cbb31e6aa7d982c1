using IntelMQ.Schemas;

namespace IntelMQ.Bots;

/// <summary>The parameters that all parsers have.</summary>
public class ParserOptions : BotOptions
{
    /// <summary><c>default_fields</c>: values for fields that a line leaves unset, by field name.</summary>
    public IDictionary<string, string> DefaultFields { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>copy_collector_provided_fields</c>: more fields of the report that each event takes over, such as <c>extra.file_name</c>.</summary>
    public TextList CopyCollectorProvidedFields { get; set; } = [];

    /// <summary>
    /// <c>max_line_size</c>: bytes that a line, row or JSON element may have, 1 MiB by default; a longer one is a failure of which the
    /// first 64 KiB are kept. The parameter is this project's own.
    /// </summary>
    public int MaxLineSize { get; set; } = 1024 * 1024;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (MaxLineSize < 1024)
            complaints.Add($"max_line_size is {MaxLineSize}, but must be at least 1024 bytes.");
    }
}

/// <summary>For parsers without parameters of their own.</summary>
public sealed class PlainParserOptions : ParserOptions;
