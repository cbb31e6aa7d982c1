namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="FilesOutput"/>.</summary>
public sealed partial class FilesOutputOptions : ExportOptions
{
    /// <summary><c>dir</c>: the folder where finished files appear. It is made if need be; the folder above must be there.</summary>
    [Reaches(Outside.Folder)]
    public string Dir { get; set; } = "/opt/intelmq/var/lib/bots/files-output/incoming";

    /// <summary>
    /// <c>tmp</c>: the folder where files are written, on the same file system as <see cref="Dir"/>, so that they appear there at once. It
    /// is made if need be; the folder above must be there.
    /// </summary>
    [Reaches(Outside.Folder)]
    public string Tmp { get; set; } = "/opt/intelmq/var/lib/bots/files-output/tmp";

    /// <summary><c>suffix</c>: the end of each file's name; <c>.json</c> by default, may be empty.</summary>
    public string Suffix { get; set; } = ".json";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        if (string.IsNullOrWhiteSpace(Dir))
            complaints.Add("dir is missing: give the folder for finished files.");
        if (string.IsNullOrWhiteSpace(Tmp))
            complaints.Add("tmp is missing: give a folder on the same file system as dir.");
        if (Suffix.AsSpan().ContainsAny('/', '\\', '\0'))
            complaints.Add($"suffix cannot be '{Suffix}': it is a part of a file's name.");
    }
}
