using System.Globalization;
using System.Text;
using IntelMQ.Http;

namespace IntelMQ.Bots.Outputs;

/// <summary>An output that hands events to a service over HTTP; needs <see cref="BotServices.Http"/>. Redirects are not followed.</summary>
public abstract class HttpOutput : Output
{
    private const int MaxReason = 300;

    private readonly HttpRequestSettings _settings;
    private HttpSession? _session;

    /// <summary>Creates the output.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="ask">Gives how requests are sent, once the parameters are known to be good.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected HttpOutput(BotOptions options, Func<HttpRequestSettings> ask, BotServices services)
        : base(options, services)
    {
        ArgumentNullException.ThrowIfNull(ask);
        HttpRequestSettings settings = ask();
        // A redirect would turn a POST into a GET: the data would be lost, and nobody would know.
        _settings = new HttpRequestSettings
        {
            Connection = settings.Connection,
            UserAgent = settings.UserAgent,
            Headers = settings.Headers,
            UserName = settings.UserName,
            Password = settings.Password,
            CredentialHosts = settings.CredentialHosts,
            Timeout = settings.Timeout,
            MaxTries = settings.MaxTries,
            MaxRedirects = 0,
            MaxBytes = settings.MaxBytes,
        };
    }

    /// <summary>Sends requests as the parameters say.</summary>
    /// <exception cref="BotConfigurationException">The host hands the bot no connections, or a file that the parameters name cannot be read.</exception>
    protected HttpSession Session => _session ??= HttpConnectionOptions.OpenSession(_settings, Services, Module);

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = Session;
        return ValueTask.CompletedTask;
    }

    /// <summary>Posts a body; what the service answers may be a refusal.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">The body's media type.</param>
    /// <param name="prepare">Adds headers to the request; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came.</exception>
    protected Task<HttpReply> PostAsync(Uri url, byte[] body, string contentType, Action<HttpRequestMessage>? prepare, CancellationToken cancellationToken)
    {
        return Session.SendAsync(Make, readsBody: true, cancellationToken);

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            prepare?.Invoke(request);
            return request;
        }
    }

    /// <summary>Throws where an answer is one of failure: what may pass by itself as an error of the service, all else as a refusal.</summary>
    /// <exception cref="HttpServiceException">The service is not there, or has too much to do.</exception>
    /// <exception cref="RefusedException">The service refuses.</exception>
    protected static void ThrowIfFailed(HttpReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (reply.IsSuccess)
            return;
        string complaint = string.Create(CultureInfo.InvariantCulture, $"{HttpSession.Shown(reply.Url)} answers {reply.Status} {reply.Reason}").TrimEnd();
        string reason = ReasonOf(reply.Body.Span);
        if (reason.Length > 0)
            complaint += $": {reason}";
        throw reply.Status is 408 or 425 or 429 or >= 500 ? new HttpServiceException(complaint) : new RefusedException(complaint);
    }

    /// <summary>The beginning of what a service says, on one line.</summary>
    private protected static string ReasonOf(ReadOnlySpan<byte> body)
    {
        string text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxReason)]);
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A complaint about the parameters, or about what they name.</summary>
    private protected BotConfigurationException Refusal(string complaint) => new(GetType().Name, [complaint]);
}
