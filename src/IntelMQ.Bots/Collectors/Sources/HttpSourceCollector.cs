using System.Net.Http.Headers;
using System.Text.Json;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>A collector that asks a service over HTTP and downloads what that names.</summary>
public abstract class HttpSourceCollector : Collector
{
    private const int LongestReason = 200;

    private readonly HttpConnectionOptions _http;
    private HttpSession? _session;

    private protected HttpSourceCollector(CollectorOptions options, HttpConnectionOptions http, BotServices services)
        : base(options, services)
        => _http = http;

    /// <summary>Makes ready to connect.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = Session;
        return ValueTask.CompletedTask;
    }

    private protected HttpSession Session => _session ??= HttpConnectionOptions.OpenSession(Settings(_http), Services, Module);

    /// <summary>How requests are sent; by default they are repeated where no answer comes.</summary>
    private protected virtual HttpRequestSettings Settings(HttpConnectionOptions http) => http.ToSettings(retriesSilence: true);

    /// <summary>Sends a request; again, where the service says when.</summary>
    /// <exception cref="HttpServiceException">No answer came.</exception>
    private protected Task<HttpReply> AskAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
        => RetryAfter.AskAsync(Session, make, _http.HttpTimeoutMaxTries, Services.Time, cancellationToken);

    /// <summary>Sends a request whose answer is JSON.</summary>
    /// <exception cref="HttpServiceException">No answer came, a status of failure, or no JSON.</exception>
    private protected async Task<JsonDocument> AskJsonAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        HttpReply reply = await AskAsync(make, cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess)
            throw Refusal(reply);
        return JsonOf(reply.Body, reply.Url);
    }

    /// <summary>Reads JSON that a service has sent.</summary>
    /// <exception cref="HttpServiceException">It is none.</exception>
    private protected static JsonDocument JsonOf(ReadOnlyMemory<byte> body, Uri url)
    {
        try
        {
            return JsonDocument.Parse(JsonUnicode.Repair(body));
        }
        catch (JsonException exception)
        {
            throw new HttpServiceException($"The answer of {HttpSession.Shown(url)} is no JSON.", exception);
        }
    }

    /// <summary>Downloads a file; goes on where it breaks off.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="prepare">Adds headers to each request.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">There is none to be had, or it is too large.</exception>
    private protected async Task<DownloadedFile> DownloadAsync(Uri url, Action<HttpRequestMessage>? prepare, long maxBytes, CancellationToken cancellationToken)
    {
        var spool = new Spool(maxBytes);
        await using (spool.ConfigureAwait(false))
        {
            var download = new FeedDownload(Session, _http.HttpTimeoutMaxTries, Services.Time) { Prepare = prepare };
            try
            {
                await download.RunAsync(url, null, spool, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException exception)
            {
                throw new HttpServiceException($"What {HttpSession.Shown(url)} gives {exception.Message.TrimEnd('.')}.", exception);
            }

            var data = new byte[spool.Length];
            await spool.Read().ReadExactlyAsync(data, cancellationToken).ConfigureAwait(false);
            return new DownloadedFile(data, download.Charset, download.FileName);
        }
    }

    /// <summary>What a service says where its status is one of failure; its words are shown as far as they are text.</summary>
    private protected static HttpServiceException Refusal(HttpReply reply)
        => new($"{HttpSession.Shown(reply.Url)} answered with status {reply.Status}{(reply.Reason.Length == 0 ? "" : " ")}{Shown(reply.Reason)}.") { Status = reply.Status };

    /// <summary>Foreign text as it may stand in a log or reason.</summary>
    private protected static string Shown(string text) => Printable.Of(text.Length > LongestReason ? text[..LongestReason] : text);

    /// <summary>Where text is declared to be in another encoding, makes it UTF-8; archives stay what they are.</summary>
    private protected static ReadOnlyMemory<byte> TextOf(DownloadedFile file)
        => Archive.IsArchive(file.Data) ? file.Data : CharacterSets.ToUtf8(file.Data, file.Charset);

    /// <summary>What IntelMQ takes for nothing: no data, and the signs for it.</summary>
    private protected static bool IsNothing(ReadOnlySpan<byte> data) => data.IsEmpty || data.SequenceEqual("-"u8) || data.SequenceEqual("N/A"u8);

    /// <summary>A request with a body of JSON.</summary>
    private protected static HttpRequestMessage Post(Uri url, ReadOnlyMemory<byte> json)
    {
        var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
    }
}
