namespace IntelMQ.Http;

/// <summary>Hosts by name: <c>example.com</c> for the host itself, <c>*.example.com</c> for those below it; with <c>:8443</c> for one port only.</summary>
public sealed class HttpHosts
{
    private readonly (string Name, bool Below, int Port)[] _hosts;

    private HttpHosts((string, bool, int)[] hosts) => _hosts = hosts;

    /// <summary>No host.</summary>
    public static HttpHosts None { get; } = new([]);

    /// <summary>Reads hosts.</summary>
    /// <param name="hosts">The hosts; blanks around them and empty ones do not count.</param>
    /// <param name="complaint">Which is none, where nothing is returned.</param>
    public static HttpHosts? Parse(IEnumerable<string> hosts, out string? complaint)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        complaint = null;
        var parsed = new List<(string, bool, int)>();
        foreach (string host in hosts)
        {
            string name = host.Trim();
            if (name.Length == 0)
                continue;
            bool below = name.StartsWith("*.", StringComparison.Ordinal);
            if (!Uri.TryCreate($"http://{(below ? name[2..] : name)}", UriKind.Absolute, out Uri? url) || url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            {
                complaint = $"'{host}' is not a host: write example.com, *.example.com or example.com:8443";
                return null;
            }

            parsed.Add((url.IdnHost, below, name.EndsWith($":{url.Port}", StringComparison.Ordinal) ? url.Port : 0));
        }

        return new HttpHosts([.. parsed]);
    }

    /// <summary>
    /// The host with which an expression for addresses begins, as in <c>https://dl\.example\.com/[a-z]+</c>; <see langword="null"/> where it leaves
    /// open which one that is.
    /// </summary>
    internal static string? NamedBy(string? pattern)
    {
        ReadOnlySpan<char> rest = pattern.AsSpan();
        if (rest.StartsWith("^"))
            rest = rest[1..];
        string? scheme = SchemeOf(rest);
        if (scheme is null)
            return null;
        rest = rest[scheme.Length..];
        int end = rest.IndexOf('/');
        // A dot that is not escaped stands for any character: credentials go to the host with the dot all the same.
        string host = end <= 0 ? "" : rest[..end].ToString().Replace("\\.", ".", StringComparison.Ordinal);
        return host.Length > 0 && host.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? host : null;
    }

    private static string? SchemeOf(ReadOnlySpan<char> pattern)
    {
        foreach (string scheme in (string[])["https://", "http://", "https?://"])
        {
            if (pattern.StartsWith(scheme))
                return scheme;
        }

        return null;
    }

    /// <summary>Whether a URL's host is one of them.</summary>
    public bool Contains(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        foreach ((string name, bool below, int port) in _hosts)
        {
            if (port != 0 && port != url.Port)
                continue;
            if (below ? url.IdnHost.EndsWith("." + name, StringComparison.OrdinalIgnoreCase) : url.IdnHost.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
