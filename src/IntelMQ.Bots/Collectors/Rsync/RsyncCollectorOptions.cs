namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="RsyncCollector"/>.</summary>
public sealed partial class RsyncCollectorOptions : CollectorOptions
{
    /// <summary><c>rsync_path</c>: the folder that is copied from: a path, <c>host:path</c> or <c>rsync://host/module/path</c>.</summary>
    [Required("give the folder")]
    [Reaches(Outside.Folder)]
    public string? RsyncPath { get; set; }

    /// <summary><c>file</c>: the file in that folder.</summary>
    [Required("give the file")]
    public string? File { get; set; }

    /// <summary><c>rsync_file_path_formatting</c>: whether both hold times, as <c>http_url</c> of the HTTP collector may.</summary>
    public UrlFormatting RsyncFilePathFormatting { get; set; } = UrlFormatting.None;

    /// <summary><c>extra_params</c>: more arguments for rsync, divided as a shell divides them; no shell runs.</summary>
    [Reaches(Outside.Command)]
    public string? ExtraParams { get; set; }

    /// <summary><c>private_key</c>: the private key for SSH, as text; it is written to a file that only the user may read.</summary>
    public Secret? PrivateKey { get; set; }

    /// <summary><c>private_key_path</c>: the file of the private key for SSH.</summary>
    [Reaches(Outside.File)]
    public string? PrivateKeyPath { get; set; }

    /// <summary><c>strict_host_key_checking</c>: whether SSH refuses hosts that it does not know; on by default, where a key is given.</summary>
    public bool StrictHostKeyChecking { get; set; } = true;

    /// <summary><c>temp_directory</c>: the folder that is copied to; by default one below the folder of state, or a temporary one.</summary>
    [Reaches(Outside.Folder)]
    public string? TempDirectory { get; set; }

    /// <summary><c>skip_unchanged</c>: do not take a file again that is what was taken and stored last; on by default. The parameter is this project's own.</summary>
    public bool SkipUnchanged { get; set; } = true;

    /// <summary><c>rsync_timeout</c>: the time after which rsync is ended. The parameter is this project's own.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan RsyncTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary><c>max_report_size</c>: the most bytes of the file; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        // What begins with a hyphen would be an option of rsync.
        if (RsyncPath?.StartsWith('-') == true)
            complaints.Add("rsync_path must not begin with a hyphen: write ./ before it.");
        if (File is not null && (File.EndsWith('/') || File.Split('/').Contains("..")))
            complaints.Add($"file cannot be '{File}': give the file's name, with folders before it or without.");
        foreach (string? text in new[] { RsyncPath, File, PrivateKeyPath, ExtraParams })
        {
            if (text is not null && text.AsSpan().ContainsAny('\0', '\r', '\n'))
                complaints.Add("rsync_path, file, private_key_path and extra_params must not hold line ends.");
        }

        if (PrivateKey is { IsEmpty: false } && !string.IsNullOrEmpty(PrivateKeyPath))
            complaints.Add("private_key and private_key_path exclude each other: remove one of them.");
        if (PrivateKeyPath?.AsSpan().ContainsAny('\'', '"') == true)
            complaints.Add("private_key_path must not hold quotes.");
        if (ShellWords.Split(ExtraParams ?? "") is null)
            complaints.Add("extra_params has a quote that does not end.");
        if (RsyncFilePathFormatting.Shift is not null)
        {
            ValidateTemplate("rsync_path", RsyncPath, complaints);
            ValidateTemplate("file", File, complaints);
        }
    }

    private static void ValidateTemplate(string parameter, string? text, ICollection<string> complaints)
    {
        if (text is not null && Intake.UrlTemplate.Parse(text, out string? complaint) is null)
            complaints.Add($"{parameter} cannot be '{text}': {complaint}.");
    }
}
