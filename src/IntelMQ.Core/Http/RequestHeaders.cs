using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace IntelMQ.Http;

/// <summary>The headers of requests, and which of them go where.</summary>
internal sealed class RequestHeaders
{
    // What tells nothing of whoever asks, and may go along a redirect to another host.
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
        "If-Unmodified-Since", "Range", "User-Agent",
    };

    private readonly HttpRequestSettings _settings;
    private readonly AuthenticationHeaderValue? _basic;

    public RequestHeaders(HttpRequestSettings settings)
    {
        _settings = settings;
        if (!string.IsNullOrEmpty(settings.UserName))
            _basic = Basic(settings.UserName, settings.Password ?? "");
    }

    /// <summary>Adds what a first request gets.</summary>
    public void Prepare(HttpRequestMessage request, Uri origin)
    {
        AddPlain(request);
        if (MayHaveCredentials(request.RequestUri!, origin))
            AddCredentials(request);
    }

    /// <summary>Makes the request of a redirect of a new copy of the first one.</summary>
    /// <exception cref="HttpServiceException">It would send the body to another host.</exception>
    public HttpRequestMessage Redirected(HttpRequestMessage request, HttpStatusCode status, Uri origin, Uri target)
    {
        request.RequestUri = target;
        bool becomesGet = status == HttpStatusCode.SeeOther ? request.Method != HttpMethod.Head
            : status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found && request.Method == HttpMethod.Post;
        if (becomesGet)
        {
            request.Method = HttpMethod.Get;
            request.Content?.Dispose();
            request.Content = null;
        }

        AddPlain(request);
        if (MayHaveCredentials(target, origin))
        {
            AddCredentials(request);
            return request;
        }

        if (request.Content is not null)
            throw new HttpServiceException($"{HttpSession.Shown(origin)} redirects a request with data to another host, {target.Host}; it is not sent there.");
        foreach (string name in request.Headers.Select(static header => header.Key).Where(static name => !Plain.Contains(name)).ToArray())
            request.Headers.Remove(name);
        return request;
    }

    private bool MayHaveCredentials(Uri url, Uri origin)
        => _settings.CredentialHosts is { } hosts
            ? hosts.Contains(url)
            : Uri.Compare(url, origin, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private void AddPlain(HttpRequestMessage request)
    {
        HttpRequestHeaders headers = request.Headers;
        if (!headers.Contains("User-Agent"))
            headers.TryAddWithoutValidation("User-Agent", _settings.UserAgent);
        if (!headers.Contains("Accept"))
            headers.TryAddWithoutValidation("Accept", "*/*");
    }

    private void AddCredentials(HttpRequestMessage request)
    {
        HttpRequestHeaders headers = request.Headers;
        if (headers.Authorization is null)
            headers.Authorization = _basic ?? OfUrl(request.RequestUri!);
        foreach ((string name, string value) in _settings.Headers)
        {
            // Removing a content's header from the request's own would throw; one that is added says whether it belongs there.
            bool isOfRequest = headers.TryAddWithoutValidation(name, value);
            if (isOfRequest)
                headers.Remove(name);
            if (!(isOfRequest && headers.TryAddWithoutValidation(name, value)) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    // A user in an operator's URL is one; in an event's URL it is somebody else's.
    private AuthenticationHeaderValue? OfUrl(Uri url)
    {
        if (_settings.CredentialHosts is not null || url.UserInfo.Length == 0)
            return null;
        string[] parts = url.UserInfo.Split(':', 2);
        return Basic(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    private static AuthenticationHeaderValue Basic(string user, string password)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
