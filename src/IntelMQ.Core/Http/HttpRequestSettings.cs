namespace IntelMQ.Http;

/// <summary>How requests are sent: over which connections, with which headers and credentials, and for how long.</summary>
public sealed class HttpRequestSettings
{
    /// <summary>The connections.</summary>
    public HttpConnectionSettings Connection { get; init; } = HttpConnectionSettings.Default;

    /// <summary>The header <c>User-Agent</c>; names the product by default.</summary>
    public string UserAgent { get; init; } = "IntelMQ.NET";

    /// <summary>Headers that requests get; they replace those that a bot sets itself. They go only where credentials go.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The user name of HTTP's basic authentication; <see langword="null"/> for none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of HTTP's basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// The hosts that get credentials and <see cref="Headers"/>: for bots whose URLs come from events. <see langword="null"/> for the one
    /// that the first request goes to, and none that it redirects to.
    /// </summary>
    public HttpHosts? CredentialHosts { get; init; }

    /// <summary>The time of one try, the whole answer included; of a download, that between two pieces.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a connection is tried. An error that the server answers is not tried again.</summary>
    public int MaxTries { get; init; } = 3;

    /// <summary>
    /// Whether a request is also sent again when no answer comes in time, or the connection closes without one; off by default, and only for
    /// requests that may be repeated.
    /// </summary>
    public bool RetriesSilence { get; init; }

    /// <summary>How many redirects are followed; 30 by default.</summary>
    public int MaxRedirects { get; init; } = 30;

    /// <summary>The most bytes of an answer that is read as a whole; 16 MiB by default.</summary>
    public int MaxBytes { get; init; } = 16 << 20;
}
