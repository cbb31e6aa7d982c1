using System.Net;
using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>
/// What a definition that comes from outside, through an API or a page, may make bots reach: nothing but what is named here. A definition
/// made in code or kept by the operator needs no policy.
/// </summary>
/// <remarks>
/// Judged is what parameters say that are marked with <see cref="ReachesAttribute"/>; defaults are the bots' own matter. A server that is
/// allowed may still redirect elsewhere: what is reached over the network at all is for the network to limit.
/// </remarks>
public sealed record OutsidePolicy
{
    /// <summary>
    /// The folders in and below which bots may read and write. Links are followed, here and in the paths that are judged. Names are compared letter by
    /// letter, also where the file system does not care about case.
    /// </summary>
    /// <exception cref="ArgumentException">A folder leads nowhere: it is empty, or a circle of links.</exception>
    public IReadOnlyList<string> Folders { get; init => field = [.. value.Select(RealFolder)]; } = [];

    /// <summary>The hosts that bots may speak to: names, addresses, and <c>*.example.com</c> for all names below one.</summary>
    /// <exception cref="ArgumentException">A host is neither a name nor an address, but has a port, a path or the like.</exception>
    public IReadOnlyList<string> Hosts { get; init => field = [.. value.Select(HostName.OfAllowed)]; } = [];

    /// <summary>The references to secrets that parameters may hold, such as <c>${env:FEED_KEY}</c>.</summary>
    public IReadOnlyList<string> Secrets { get; init => field = [.. value]; } = [];

    /// <summary>Whether bots may run programs.</summary>
    public bool AllowsCommands { get; init; }

    /// <summary>Whether bots may hand statements to databases.</summary>
    public bool AllowsSql { get; init; }

    /// <summary>Judges what a parameter says.</summary>
    /// <param name="outside">What the parameter makes the bot reach.</param>
    /// <param name="value">What it says.</param>
    /// <returns>Why that is refused, as the rest of a sentence about it; <see langword="null"/> where it is allowed.</returns>
    public string? Refuse(Outside outside, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return outside switch
        {
            Outside.Nothing => null,
            Outside.File or Outside.Folder => IsInFolders(value) ? null : "is in none of the folders that are allowed here",
            Outside.Url => IsAllowedUrl(value) ? null : "is no address of a host that is allowed here",
            Outside.Host => IsAllowed(HostName.In(value)) ? null : "is none of the hosts that are allowed here",
            Outside.Command => AllowsCommands ? null : "runs a program, which is not allowed here",
            Outside.Sql => AllowsSql ? null : "is run by a database, which is not allowed here",
            _ => "reaches something that is not allowed here",
        };
    }

    // A user before the host hides it from whoever reads the address, and may become the host where the address is a template.
    private bool IsAllowedUrl(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.UserInfo.Length > 0)
            return false;
        if (!uri.IsFile)
            return IsAllowed(HostName.Of(uri));
        return uri.Host.Length == 0 && IsInFolders(uri.LocalPath);
    }

    private bool IsAllowed(string? host)
        => host is not null && Hosts.Any(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > allowed.Length - 1 && host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(host, out _)
            : string.Equals(host, allowed, StringComparison.OrdinalIgnoreCase));

    private bool IsInFolders(string value)
        => RealPath.Of(value) is { } path
            && Folders.Any(folder => path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static string RealFolder(string folder)
        => RealPath.Of(folder) ?? throw new ArgumentException($"The folder '{folder}' leads nowhere.", nameof(folder));
}
