using IntelMQ.Export;

namespace IntelMQ.Bots.Outputs;

/// <summary>Where an output of lines writes.</summary>
/// <param name="File">The file's path, or a template of it.</param>
/// <param name="FormatFilename">Whether the path holds fields.</param>
/// <param name="FlushToDisk">Whether the disk itself must have the events before they count as stored.</param>
internal sealed record OutputFileTarget(string File, bool FormatFilename, bool FlushToDisk)
{
    /// <summary>Adds what is wrong with the path; that it is missing is said elsewhere.</summary>
    public void Validate(ICollection<string> complaints)
    {
        if (string.IsNullOrWhiteSpace(File) || File.Contains('\0', StringComparison.Ordinal))
            return;
        if (FormatFilename && FileNameTemplate.Parse(File, out string? complaint) is null)
            complaints.Add($"file cannot be '{File}': {complaint}.");
        else if (!FormatFilename && Path.EndsInDirectorySeparator(File))
            complaints.Add($"file cannot be '{File}': it names a folder, not a file.");
    }

    /// <summary>What the path reaches, where that is more than one file.</summary>
    public IEnumerable<ReachedOutside>? FindReached()
        => FormatFilename && FileNameTemplate.Parse(File, out _) is { } template ? [new ReachedOutside(Outside.Folder, template.Folder)] : null;
}
