using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Export;
using IntelMQ.Http;
using IntelMQ.Messages;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Makes a ticket in Request Tracker of each event, by its REST interface 1.0, and a linked one to the abuse contact where that is asked for.
/// An event whose ticket is not made is a failure with RT's reason; once it is made, the event is stored, whatever becomes of the rest.
/// </summary>
[Bot("intelmq.bots.outputs.rt.output", BotKind.Output)]
public sealed partial class RtOutput : HttpOutput
{
    private readonly RtOutputOptions _options;
    private readonly RtTicketText _text;
    private readonly string _base;
    private readonly SentEvents _sent = new();
    private string? _cookie;
    private bool _isLoggedIn;

    /// <inheritdoc cref="RtOutput(RtOutputOptions)"/>
    public RtOutput(RtOutputOptions options, BotServices services)
        : base(options, () => options.ToSettings(), services)
    {
        _options = options;
        _text = new RtTicketText(options);
        _base = options.RtUri.TrimEnd('/') + "/";
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (Event message in _sent.Left(batch))
        {
            if (!_isLoggedIn)
                await LogInAsync(cancellationToken).ConfigureAwait(false);
            string ticket = await CreateAsync(_text.Incident(message), cancellationToken).ConfigureAwait(false);
            _sent.Note(message);
            await FollowUpAsync(message, ticket, cancellationToken).ConfigureAwait(false);
        }

        _sent.Forget(batch);
    }

    // The status of the interface stands in the first line, that of HTTP is 200 in any case.
    private static string? Complaint(string answer)
    {
        Match first = FirstLine().Match(answer);
        return first.Success && first.Groups[1].Value[0] == '2' ? null : first.Success ? first.Value.Trim() : "no answer of RT";
    }

    private async ValueTask LogInAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await Session.SendAsync(Make, readsBody: true, cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(reply);
        if (Complaint(TextOf(reply)) is { } complaint)
            throw new IOException($"RT does not let '{_options.RtUser}' in: {complaint}.");
        _cookie = reply.Header("Set-Cookie")?.Split(';')[0];
        _isLoggedIn = true;

        HttpRequestMessage Make() => new(HttpMethod.Post, _base)
        {
            Content = new FormUrlEncodedContent([new("user", _options.RtUser), new("pass", _options.RtPassword!.Reveal())]),
        };
    }

    private async ValueTask<string> CreateAsync(string content, CancellationToken cancellationToken)
    {
        string answer = await PostAsync("ticket/new", [new("content", content)], cancellationToken).ConfigureAwait(false);
        Match made = Created().Match(answer);
        if (made.Success)
            return made.Groups[1].Value;
        // A login that has run out, as RT says it here.
        if (answer.Contains(" 401 ", StringComparison.Ordinal))
            _isLoggedIn = false;
        string reason = ReasonOf(Encoding.UTF8.GetBytes(answer));
        throw _isLoggedIn ? new RefusedException($"RT makes no ticket: {reason}") : new IOException($"RT makes no ticket: {reason}");
    }

    // The ticket is there already: what goes wrong now is told, and is no reason to make another.
    private async ValueTask FollowUpAsync(Event message, string ticket, CancellationToken cancellationToken)
    {
        try
        {
            if (_text.Investigation(message) is { } content)
            {
                string investigation = await CreateAsync(content, cancellationToken).ConfigureAwait(false);
                await ChangeAsync("ticket/link", [new("rel", "memberof"), new("to", ticket), new("id", investigation), new("del", "0")], cancellationToken).ConfigureAwait(false);
            }

            if (!string.IsNullOrEmpty(_options.FinalStatus))
                await ChangeAsync($"ticket/{ticket}/edit", [new("content", $"Status: {_options.FinalStatus}")], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or RefusedException)
        {
            LogIncomplete(Log, int.Parse(ticket, CultureInfo.InvariantCulture), exception.Message);
        }
    }

    private async ValueTask ChangeAsync(string path, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        if (Complaint(await PostAsync(path, form, cancellationToken).ConfigureAwait(false)) is { } complaint)
            throw new RefusedException(complaint);
    }

    private async ValueTask<string> PostAsync(string path, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        HttpReply reply = await Session.SendAsync(Make, readsBody: true, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 401)
            _isLoggedIn = false;
        ThrowIfFailed(reply);
        return TextOf(reply);

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = new FormUrlEncodedContent(form) };
            if (_cookie is not null)
                request.Headers.TryAddWithoutValidation("Cookie", _cookie);
            return request;
        }
    }

    private static string TextOf(HttpReply reply) => Encoding.UTF8.GetString(reply.Body.Span);

    [GeneratedRegex(@"^RT/\S+ (\d{3})[^\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"^# Ticket (\d{1,9}) created\.", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Created();

    [LoggerMessage(1, LogLevel.Warning, "Ticket {ticket} is made, but not complete: {reason}")]
    private static partial void LogIncomplete(ILogger log, int ticket, string reason);
}
