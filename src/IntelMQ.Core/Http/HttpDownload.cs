namespace IntelMQ.Http;

/// <summary>An answer over HTTP whose body is read piece by piece. Dispose of it to close the connection.</summary>
public sealed class HttpDownload : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    internal HttpDownload(HttpResponseMessage response, Uri url, Stream content)
    {
        _response = response;
        Url = url;
        Content = content;
    }

    /// <summary>The status code, such as 200.</summary>
    public int Status => (int)_response.StatusCode;

    /// <summary>The reason phrase, such as <c>Not Found</c>; may be empty.</summary>
    public string Reason => _response.ReasonPhrase ?? "";

    /// <summary>Whether the status is one of success, 200 to 299.</summary>
    public bool IsSuccess => _response.IsSuccessStatusCode;

    /// <summary>Where it came from, behind all redirects.</summary>
    public Uri Url { get; }

    /// <summary>The body, read asynchronously, with a time-out for each piece.</summary>
    /// <remarks>Reading throws <see cref="HttpServiceException"/> where the body breaks off or no piece comes in time.</remarks>
    public Stream Content { get; }

    /// <summary>How many bytes the body has; <see langword="null"/> where the server does not say, and where the body was packed for the way.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>The character set that the answer declares, as it stands there.</summary>
    public string? Charset => HttpReply.CharsetOf(_response.Content.Headers);

    /// <summary>A header's value; several are joined; <see langword="null"/> where there is none.</summary>
    public string? Header(string name) => HttpReply.HeaderOf(_response.Headers, _response.Content.Headers, name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
