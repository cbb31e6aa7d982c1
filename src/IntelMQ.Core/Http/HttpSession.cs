using System.Buffers;
using System.Net;

namespace IntelMQ.Http;

/// <summary>
/// Sends requests as settings say: headers, credentials to those they are for, a time-out, new tries for connections, redirects, a bound on
/// answers, and the policy on addresses. Thread-safe.
/// </summary>
public sealed class HttpSession
{
    private readonly HttpClient _client;
    private readonly HttpRequestSettings _settings;
    private readonly RequestHeaders _headers;
    private readonly TimeProvider _time;

    /// <summary>Creates a session.</summary>
    /// <param name="connections">Gives the client.</param>
    /// <param name="settings">How requests are sent.</param>
    /// <param name="time">The clock of time-outs.</param>
    /// <exception cref="IOException">A file that the settings name cannot be read.</exception>
    public HttpSession(IHttpConnections connections, HttpRequestSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _client = connections.ClientFor(settings.Connection);
        _settings = settings;
        _headers = new RequestHeaders(settings);
        _time = time;
    }

    /// <summary>A URL as it may be shown: without its user and query, which may hold secrets.</summary>
    public static string Shown(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
    }

    /// <summary>Asks for the answer to a GET request.</summary>
    /// <param name="url">What is asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came in time, or none that may be taken. A status of failure is an answer.</exception>
    public Task<HttpReply> GetAsync(Uri url, CancellationToken cancellationToken = default)
        => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, url), readsBody: true, cancellationToken);

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="make">Makes the request, anew for each try.</param>
    /// <param name="readsBody">Whether the body is read; otherwise it is left alone and empty here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came in time, or none that may be taken. A status of failure is an answer.</exception>
    public async Task<HttpReply> SendAsync(Func<HttpRequestMessage> make, bool readsBody, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(make);
        using var late = new TryTimer(_settings.Timeout, _time, cancellationToken);
        return await TriedAsync(make, late, async (response, url, target) =>
        {
            using (response)
                return new HttpReply(response, url, readsBody ? await ReadAsync(response.Content, target, late.Token).ConfigureAwait(false) : default);
        }).ConfigureAwait(false);
    }

    /// <summary>Sends a request and gives the answer as soon as its headers are there.</summary>
    /// <param name="make">Makes the request, anew for each try.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came in time, or none that may be taken. A status of failure is an answer.</exception>
    public async Task<HttpDownload> OpenAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(make);
        using var late = new TryTimer(_settings.Timeout, _time, cancellationToken);
        return await TriedAsync(make, late, async (response, url, target) =>
        {
            Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new HttpDownload(response, url, new TimedContent(content, target, _settings.Timeout, _time));
        }).ConfigureAwait(false);
    }

    private async Task<T> TriedAsync<T>(Func<HttpRequestMessage> make, TryTimer late, Func<HttpResponseMessage, Uri, string, Task<T>> read)
    {
        for (int tries = 1; ; tries++)
        {
            late.Begin();
            string target = "";
            try
            {
                using HttpRequestMessage request = make();
                target = Shown(request.RequestUri!);
                (HttpResponseMessage response, Uri url) = await FollowedAsync(request, make, late.Token).ConfigureAwait(false);
                try
                {
                    return await read(response, url, target).ConfigureAwait(false);
                }
                catch
                {
                    response.Dispose();
                    throw;
                }
            }
            catch (HttpRequestException exception) when (tries < _settings.MaxTries && (IsConnection(exception) || IsSilence(exception)))
            {
                // The next try, at once, as IntelMQ does.
            }
            catch (OperationCanceledException) when (tries < _settings.MaxTries && _settings.RetriesSilence && !late.IsStopped)
            {
                // So here.
            }
            catch (OperationCanceledException exception) when (!late.IsStopped)
            {
                throw new HttpServiceException($"{target} gave no whole answer in time ({_settings.Timeout.TotalSeconds:0.###} seconds).", exception);
            }
            catch (Exception exception) when (IsService(exception))
            {
                throw new HttpServiceException($"The request to {target} failed: {ReasonOf(exception)}", exception);
            }
        }
    }

    private async Task<(HttpResponseMessage Response, Uri Url)> FollowedAsync(HttpRequestMessage first, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = first;
        Uri origin = first.RequestUri!;
        _headers.Prepare(request, origin);
        var cookies = new CookieContainer();
        for (int redirects = 0; ; redirects++)
        {
            Uri url = request.RequestUri!;
            if (_settings.Connection.Addresses.Refuses(url))
                throw new AddressRefusedException(url.Host);
            HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!ReferenceEquals(request, first))
                request.Dispose();
            if (Redirects.TargetOf(response, url) is not { } target)
                return (response, url);
            HttpStatusCode status = response.StatusCode;
            Redirects.KeepCookies(response, url, cookies);
            response.Dispose();
            if (redirects == _settings.MaxRedirects)
                throw new HttpServiceException($"{Shown(origin)} redirects more than {_settings.MaxRedirects} times.");
            if (target.Scheme is not ("http" or "https"))
                throw new HttpServiceException($"{Shown(origin)} redirects to an address that is not one of HTTP.");
            request = _headers.Redirected(make(), status, origin, target);
            if (cookies.GetCookieHeader(target) is { Length: > 0 } header && !request.Headers.Contains("Cookie"))
                request.Headers.TryAddWithoutValidation("Cookie", header);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, string target, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > _settings.MaxBytes)
            throw TooLarge();
        var body = new ArrayBufferWriter<byte>(4096);
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                body.Advance(count);
                if (body.WrittenCount > _settings.MaxBytes)
                    throw TooLarge();
            }
        }

        return body.WrittenSpan.ToArray();

        HttpServiceException TooLarge() => new($"The answer of {target} is larger than {_settings.MaxBytes >> 20} MiB.");
    }

    private static bool IsConnection(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private bool IsSilence(HttpRequestException exception) => _settings.RetriesSilence && exception.HttpRequestError == HttpRequestError.ResponseEnded;

    // Why a connection cannot be secured stands within.
    private static string ReasonOf(Exception exception)
        => exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } cause } ? cause.Message : exception.Message;

    // What the far side or its address brings about, however the framework calls it.
    private static bool IsService(Exception exception)
        => exception is HttpRequestException or (IOException and not HttpServiceException) or NotSupportedException or InvalidDataException
            or InvalidOperationException or UriFormatException or ArgumentException or System.Net.Sockets.SocketException;
}
