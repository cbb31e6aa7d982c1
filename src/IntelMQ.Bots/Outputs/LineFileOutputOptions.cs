using IntelMQ.Export;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of outputs that append lines to files.</summary>
public abstract partial class LineFileOutputOptions : ExportOptions
{
    private protected LineFileOutputOptions(string file) => File = file;

    /// <summary><c>file</c>: the file's path, or a template of it; see <see cref="FormatFilename"/>.</summary>
    [Required("give the path of the file to append to")]
    [Reaches(Outside.File)]
    public string File { get; set; }

    /// <summary>
    /// <c>format_filename</c>: whether the path holds fields, <c>{event[source.ip]}</c>, or <c>{event[time.source]:%Y-%m-%d}</c> for a time;
    /// an event that lacks one of them is a failure. Values cannot lead out of the folder before the first field. Off by default.
    /// </summary>
    public bool FormatFilename { get; set; }

    /// <summary>
    /// <c>encoding_errors_mode</c>: one of Python's names, <c>strict</c> by default. Events hold nothing but valid text, so that it has
    /// no effect.
    /// </summary>
    [AllowedValues("strict", "ignore", "replace", "surrogateescape", "xmlcharrefreplace", "backslashreplace", "namereplace")]
    public string EncodingErrorsMode { get; set; } = "strict";

    /// <summary>
    /// <c>flush_to_disk</c>: whether the disk itself must have the events before they count as stored, so that they outlive a power failure;
    /// on by default. Off is faster, and only safe where their source stays. The parameter is this project's own.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <inheritdoc/>
    public override IEnumerable<ReachedOutside>? FindReached(string parameter) => parameter == "file" ? new OutputFileTarget(File, FormatFilename, FlushToDisk).FindReached() : null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        new OutputFileTarget(File, FormatFilename, FlushToDisk).Validate(complaints);
    }

    /// <summary>Complains of a format, where lines are of a form of their own.</summary>
    private protected void RefuseFormat(ICollection<string> complaints)
    {
        if (!string.IsNullOrEmpty(Format))
            complaints.Add("format has no place here: the lines of this file have a form of their own.");
    }
}
