using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Http;

namespace IntelMQ.Bots.Collectors;

/// <summary>As much of RT's REST interface 1.0 as a collector needs. Logs in when it is not, and again when that has run out.</summary>
/// <param name="session">Sends the requests.</param>
/// <param name="options">Where, and as whom.</param>
/// <param name="time">The clock.</param>
internal sealed partial class RtClient(HttpSession session, RtCollectorOptions options, TimeProvider time)
{
    private readonly string _base = options.Uri.TrimEnd('/') + "/";
    private string? _cookie;

    /// <summary>The numbers of the tickets that a search finds, the oldest first.</summary>
    /// <exception cref="HttpServiceException">RT gives no answer, or refuses.</exception>
    public async Task<List<long>> SearchAsync(string query, CancellationToken cancellationToken)
    {
        string answer = await TextAsync($"search/ticket?query={Uri.EscapeDataString(query)}&orderby=%2BCreated&format=i", cancellationToken).ConfigureAwait(false);
        return [.. FoundTicket().Matches(answer).Select(static match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];
    }

    public async Task<RtTicket> ShowAsync(long ticket, CancellationToken cancellationToken)
        => RtTicket.Parse(LinesOf(await TextAsync(string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}/show"), cancellationToken).ConfigureAwait(false)));

    /// <summary>The attachments of a ticket: their numbers and names.</summary>
    public async Task<List<(long Id, string Name)>> AttachmentsAsync(long ticket, CancellationToken cancellationToken)
    {
        string answer = await TextAsync(string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}/attachments"), cancellationToken).ConfigureAwait(false);
        return [.. Attachment().Matches(answer).Select(static match => (long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Groups[2].Value))];
    }

    /// <summary>The content of an attachment.</summary>
    public async Task<byte[]> ContentAsync(long ticket, long attachment, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = (await AskAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}/attachments/{attachment}/content"), null, cancellationToken).ConfigureAwait(false)).Body;
        int head = body.Span.IndexOf("\n\n"u8);
        if (head < 0)
            throw new HttpServiceException("RT gives no attachment.");
        // RT puts three line ends behind what it sends.
        ReadOnlyMemory<byte> content = body[(head + 2)..];
        return (content.Span.EndsWith("\n\n\n"u8) ? content[..^3] : content).ToArray();
    }

    /// <summary>The first entry of a ticket's history.</summary>
    public async Task<RtTicket> FirstEntryAsync(long ticket, CancellationToken cancellationToken)
    {
        string answer = await TextAsync(string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}/history?format=l"), cancellationToken).ConfigureAwait(false);
        return RtTicket.Parse(LinesOf(answer).TakeWhile(static line => line != "--"));
    }

    /// <summary>Gives a ticket to the user.</summary>
    public Task TakeAsync(long ticket, CancellationToken cancellationToken)
        => ChangeAsync(string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}/take"), string.Create(CultureInfo.InvariantCulture, $"Ticket: {ticket}\nAction: take"), cancellationToken);

    /// <summary>Sets a ticket's status.</summary>
    public Task SetStatusAsync(long ticket, string status, CancellationToken cancellationToken)
        => ChangeAsync(string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}/edit"), $"Status: {status.ReplaceLineEndings(" ")}", cancellationToken);

    private static IEnumerable<string> LinesOf(string answer) => answer.ReplaceLineEndings("\n").Split('\n').Skip(1).SkipWhile(static line => line.Length == 0 || line[0] == '#');

    private Task<HttpReply> ChangeAsync(string path, string content, CancellationToken cancellationToken)
        => AskAsync(HttpMethod.Post, path, [new("content", content)], cancellationToken);

    private async Task<string> TextAsync(string path, CancellationToken cancellationToken)
        => Encoding.UTF8.GetString((await AskAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false)).Body.Span);

    private async Task<HttpReply> AskAsync(HttpMethod method, string path, KeyValuePair<string, string>[]? form, CancellationToken cancellationToken)
    {
        for (bool isNew = _cookie is null; ; isNew = true)
        {
            if (_cookie is null)
                await LogInAsync(cancellationToken).ConfigureAwait(false);
            HttpReply reply = await SendAsync(() => Request(method, path, form), cancellationToken).ConfigureAwait(false);
            int status = reply.IsSuccess ? StatusOf(reply) : reply.Status;
            if (status == 401 && !isNew)
            {
                _cookie = null;
                continue;
            }

            if (status is < 200 or > 299)
                throw new HttpServiceException($"RT answers {HttpSession.Shown(reply.Url)} with {(reply.IsSuccess ? FirstLine(reply) : $"status {reply.Status}")}.") { Status = status };
            return reply;
        }
    }

    private Task<HttpReply> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
        => RetryAfter.AskAsync(session, make, options.Http.HttpTimeoutMaxTries, time, cancellationToken);

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await SendAsync(() => Request(HttpMethod.Post, "", [new("user", options.User), new("pass", options.Password!.Reveal())]), cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess || StatusOf(reply) is < 200 or > 299)
            throw new HttpServiceException($"RT at {HttpSession.Shown(reply.Url)} does not let '{options.User}' in: {(reply.IsSuccess ? FirstLine(reply) : $"status {reply.Status}")}.") { Status = reply.IsSuccess ? StatusOf(reply) : reply.Status };
        _cookie = reply.Header("Set-Cookie")?.Split(';')[0] ?? "";
    }

    private HttpRequestMessage Request(HttpMethod method, string path, KeyValuePair<string, string>[]? form)
    {
        var request = new HttpRequestMessage(method, _base + path);
        if (form is not null)
            request.Content = new FormUrlEncodedContent(form);
        if (!string.IsNullOrEmpty(_cookie))
            request.Headers.TryAddWithoutValidation("Cookie", _cookie);
        request.Headers.TryAddWithoutValidation("Referer", _base);
        return request;
    }

    // The interface's own status stands in the first line.
    private static int StatusOf(HttpReply reply)
    {
        Match match = Status().Match(FirstLine(reply));
        return match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    private static string FirstLine(HttpReply reply)
    {
        ReadOnlySpan<byte> head = reply.Body.Span[..Math.Min(reply.Body.Length, 200)];
        int end = head.IndexOf((byte)'\n');
        return Text.Printable.Of(Encoding.UTF8.GetString(end < 0 ? head : head[..end]).Trim());
    }

    [GeneratedRegex("^RT/\\S+ ([0-9]{3}) ", RegexOptions.NonBacktracking)]
    private static partial Regex Status();

    [GeneratedRegex("^ticket/([0-9]{1,15})\\s*$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex FoundTicket();

    [GeneratedRegex("([0-9]{1,15}): ([^\n]+?) \\([^()\n]* / [^()\n]*\\),?\\s*$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Attachment();
}
