using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Export;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Posts events to an address, each as JSON or as a form, or several as a JSON array. What the service has taken of a batch that fails is
/// not posted again.
/// </summary>
[Bot("intelmq.bots.outputs.restapi.output", BotKind.Output)]
public sealed partial class RestApiOutput : HttpOutput
{
    // Of forms too: receivers that IntelMQ's forms reach go by the body, or let nothing else in.
    private const string ContentType = "application/json; charset=utf-8";

    private readonly RestApiOutputOptions _options;
    private readonly Uri _url;
    private readonly MessageFormat _format;
    private readonly EventFormat? _document;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _body = new(4096);
    private readonly byte[]? _signatureKey;

    /// <inheritdoc cref="RestApiOutput(RestApiOutputOptions)"/>
    public RestApiOutput(RestApiOutputOptions options, BotServices services)
        : base(options, () => options.Http.ToSettings(), services)
    {
        _options = options;
        _url = new Uri(options.Host!);
        _format = options.HierarchicalOutput ? MessageFormat.Hierarchical : MessageFormat.Flat;
        _document = services.FormatOf(options.Format, Module);
        if (options.SignatureSecret is { } secret)
            _signatureKey = Encoding.UTF8.GetBytes(secret.Reveal());
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (Event[] part in _sent.Left(batch).Chunk(Math.Max(_options.BatchSize, 1)))
        {
            ThrowIfFailed(await PostAsync(BodyOf(part), cancellationToken).ConfigureAwait(false));
            foreach (Event message in part)
                _sent.Note(message);
        }

        _sent.Forget(batch);
    }

    private byte[] BodyOf(Event[] events)
    {
        _body.Clear();
        if (!_options.UseJson)
            FormText.Append(events[0], _body);
        else if (_document?.JoinsEvents == true)
            _document.WriteAll(events, _body);
        else if (_options.BatchSize == 0)
            Append(events[0]);
        else
            AppendArray(events);
        return _body.ToArray();
    }

    private void Append(Event message)
    {
        if (_document is null)
            message.WriteTo(_body, _format);
        else
            _document.Write(message, _body);
    }

    private void AppendArray(Event[] events)
    {
        _body.Append((byte)'[');
        for (int i = 0; i < events.Length; i++)
        {
            if (i > 0)
                _body.Append(", "u8);
            Append(events[i]);
        }

        _body.Append((byte)']');
    }

    // A service that is slow gets the same again, as often as the parameters say; what does not connect is tried again by the session.
    private async Task<HttpReply> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await PostAsync(_url, body, _document?.MediaType ?? ContentType, request => Prepare(request, body), cancellationToken).ConfigureAwait(false);
            }
            catch (HttpServiceException exception) when (exception.InnerException is OperationCanceledException && tries < _options.Http.HttpTimeoutMaxTries)
            {
            }
        }
    }

    private void Prepare(HttpRequestMessage request, byte[] body)
    {
        if (_signatureKey is not null)
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(_signatureKey, body))}");
        if (string.IsNullOrEmpty(_options.AuthTokenName))
            return;
        string token = _options.AuthToken?.Reveal() ?? "";
        if (_options.AuthType == "http_header")
            request.Headers.TryAddWithoutValidation(_options.AuthTokenName, token);
        else if (_options.AuthType == "http_basic_auth")
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoded($"{_options.AuthTokenName}:{token}")));
    }

    // As IntelMQ does it, in Latin-1 where that has all characters.
    private static byte[] Encoded(string text) => (text.All(static c => c <= 0xFF) ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text);
}
