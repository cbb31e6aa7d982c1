using System.Text.RegularExpressions;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="GitHubContentsCollector"/>.</summary>
public sealed partial class GitHubContentsCollectorOptions : CollectorOptions
{
    /// <summary><c>repository</c>: the owner and the name of the repository, <c>owner/name</c>.</summary>
    [Required("give the repository, such as owner/name")]
    public string? Repository { get; set; }

    /// <summary><c>regex</c>: an expression that the names of files are searched with; folders have no part in it.</summary>
    [Required("give an expression for the names of files")]
    public string? Regex { get; set; }

    /// <summary><c>personal_access_token</c>: the header <c>Authorization</c>, as it stands; without it few requests are allowed.</summary>
    public Secret? PersonalAccessToken { get; set; }

    /// <summary><c>extra_fields</c>: the members of GitHub's description of a file that go to <c>extra.file_metadata</c>, with commas.</summary>
    public TextList ExtraFields { get; set; } = [];

    /// <summary>
    /// <c>skip_unchanged</c>: do not take a file again whose content is what was taken and stored before; on by default. The parameter is this
    /// project's own.
    /// </summary>
    public bool SkipUnchanged { get; set; } = true;

    /// <summary><c>max_report_size</c>: the most bytes of a file; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(Repository) && !RepositoryName().IsMatch(Repository))
            complaints.Add($"repository cannot be '{Repository}': give owner/name.");
        Patterns.Validate("regex", Regex, complaints);
    }

    [GeneratedRegex("^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$", RegexOptions.NonBacktracking)]
    private static partial System.Text.RegularExpressions.Regex RepositoryName();
}
