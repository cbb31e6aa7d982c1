using System.Net.Http.Headers;

namespace IntelMQ.Http;

/// <summary>An answer over HTTP: its status and headers, and its body, unless that was not asked for.</summary>
public sealed class HttpReply
{
    private readonly HttpResponseHeaders _headers;
    private readonly HttpContentHeaders _contentHeaders;

    internal HttpReply(HttpResponseMessage response, Uri url, ReadOnlyMemory<byte> body)
    {
        _headers = response.Headers;
        _contentHeaders = response.Content.Headers;
        Status = (int)response.StatusCode;
        Reason = response.ReasonPhrase ?? "";
        Url = url;
        Body = body;
    }

    /// <summary>The status code, such as 200.</summary>
    public int Status { get; }

    /// <summary>The reason phrase, such as <c>Not Found</c>; may be empty.</summary>
    public string Reason { get; }

    /// <summary>Whether the status is one of success, 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>Where it came from, behind all redirects.</summary>
    public Uri Url { get; }

    /// <summary>The body; empty where it was not read.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The character set that the answer declares, as it stands there.</summary>
    public string? Charset => CharsetOf(_contentHeaders);

    /// <summary>A header's value; several are joined; <see langword="null"/> where there is none.</summary>
    public string? Header(string name) => HeaderOf(_headers, _contentHeaders, name);

    internal static string? CharsetOf(HttpContentHeaders headers)
    {
        // What is no media type has no parts, but may say it all the same.
        if (headers.ContentType?.CharSet is { } charset)
            return charset;
        string? text = headers.TryGetValues("Content-Type", out IEnumerable<string>? values) ? string.Join(';', values) : null;
        int found = text?.IndexOf("charset=", StringComparison.OrdinalIgnoreCase) ?? -1;
        return found < 0 ? null : text![(found + 8)..].Split(';', ',')[0];
    }

    internal static string? HeaderOf(HttpResponseHeaders headers, HttpContentHeaders contentHeaders, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        bool found = headers.TryGetValues(name, out IEnumerable<string>? values) || contentHeaders.TryGetValues(name, out values);
        return found ? string.Join(", ", values!) : null;
    }
}
