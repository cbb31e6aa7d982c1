using System.Buffers;
using System.Net.Http.Headers;
using System.Text;

namespace IntelMQ.Bots.Lookups;

/// <summary>Asks over HTTP: the headers of the parameters, a time-out for each try, new tries for connections, and a bound on answers.</summary>
public sealed class HttpLookup
{
    /// <summary>The most bytes of an answer.</summary>
    public const int MaxBytes = 16 << 20;

    private readonly HttpClient _client;
    private readonly HttpExpertOptions _options;
    private readonly TimeProvider _time;
    private readonly AuthenticationHeaderValue? _basic;

    internal HttpLookup(HttpClient client, HttpExpertOptions options, TimeProvider time)
    {
        _client = client;
        _options = options;
        _time = time;
        if (!string.IsNullOrEmpty(options.HttpUsername))
            _basic = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.HttpUsername}:{options.HttpPassword?.Reveal()}")));
    }

    /// <summary>Asks for the answer to a GET request.</summary>
    /// <param name="url">What is asked for; complaints name it without its query.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came in time, or it was too large. A status of failure is an answer.</exception>
    public Task<HttpAnswer> GetAsync(Uri url, CancellationToken cancellationToken)
        => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, url), readsBody: true, cancellationToken);

    /// <summary>Asks for the answer to a GET request with a header, such as one of authorization.</summary>
    /// <param name="url">What is asked for; complaints name it without its query.</param>
    /// <param name="header">The header's name.</param>
    /// <param name="value">The header's value.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came in time, or it was too large. A status of failure is an answer.</exception>
    public Task<HttpAnswer> GetAsync(Uri url, string header, string value, CancellationToken cancellationToken)
    {
        return SendAsync(Make, readsBody: true, cancellationToken);

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation(header, value);
            return request;
        }
    }

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="make">Makes the request, anew for each try.</param>
    /// <param name="readsBody">Whether the body is read; otherwise it is left alone and empty here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came in time, or it was too large. A status of failure is an answer.</exception>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> make, bool readsBody, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        for (int tries = 1; ; tries++)
        {
            using HttpRequestMessage request = make();
            string target = Shown(request.RequestUri!);
            try
            {
                return await TryAsync(request, target, readsBody, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException exception) when (tries < _options.HttpTimeoutMaxTries && IsConnection(exception))
            {
                // The next try, at once, as IntelMQ does.
            }
            catch (Exception exception) when (exception is HttpRequestException or (IOException and not LookupException) or NotSupportedException)
            {
                throw new LookupException($"The request to {target} failed: {exception.Message}", exception);
            }
        }
    }

    private async Task<HttpAnswer> TryAsync(HttpRequestMessage request, string target, bool readsBody, CancellationToken cancellationToken)
    {
        AddHeaders(request);
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            byte[] body = readsBody ? await ReadAsync(response.Content, target, either.Token).ConfigureAwait(false) : [];
            return new HttpAnswer(target, (int)response.StatusCode, response.ReasonPhrase ?? "", body, response.Content.Headers.ContentType?.CharSet);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LookupException($"{target} gave no whole answer in time ({_options.HttpTimeoutSec:0.###} seconds).", exception);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, string target, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxBytes)
            throw TooLarge();
        var body = new ArrayBufferWriter<byte>(4096);
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                body.Advance(count);
                if (body.WrittenCount > MaxBytes)
                    throw TooLarge();
            }
        }

        return body.WrittenSpan.ToArray();

        LookupException TooLarge() => new($"The answer of {target} is larger than {MaxBytes >> 20} MiB.");
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        HttpRequestHeaders headers = request.Headers;
        if (!headers.Contains("User-Agent"))
            headers.TryAddWithoutValidation("User-Agent", _options.HttpUserAgent);
        if (!headers.Contains("Accept"))
            headers.TryAddWithoutValidation("Accept", "*/*");
        if (_basic is not null && headers.Authorization is null)
            headers.Authorization = _basic;
        foreach ((string name, string value) in _options.HttpHeader)
        {
            headers.Remove(name);
            if (!headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private static bool IsConnection(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    // Neither the query nor the user, which may hold secrets.
    private static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
