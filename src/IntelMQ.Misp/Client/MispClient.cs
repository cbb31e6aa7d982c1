using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Text;

namespace IntelMQ.Misp.Client;

/// <summary>
/// Speaks MISP's REST. What fails by itself is tried again: connections as the session says, and a server that has too much to do (429, 502,
/// 503, 504) after the pause that it asks for. Answers are read as a whole, up to the bound of the session; lists come page by page. Thread-safe.
/// </summary>
public sealed class MispClient
{
    private const int MaxRepeats = 3;
    private const int MaxPages = 100_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly HttpSession _session;
    private readonly Uri _server;
    private readonly string _key;
    private readonly TimeProvider _time;

    /// <summary>Creates a client.</summary>
    /// <param name="session">Sends the requests; one that follows no redirects, since those would lose what is sent.</param>
    /// <param name="server">The address of the server, with or without a slash at its end.</param>
    /// <param name="key">The key of the API (<c>Authorization</c>).</param>
    /// <param name="time">The clock of pauses.</param>
    public MispClient(HttpSession session, Uri server, Secret key, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(time);
        _session = session;
        _server = new Uri(server.AbsoluteUri.TrimEnd('/') + "/");
        _key = key.Reveal();
        _time = time;
    }

    /// <summary>The longest pause that a server is granted before another try; one that asks for more has its request fail.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Searches events, page by page; each is the content of a member <c>Event</c>.</summary>
    /// <param name="search">What is searched for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came, or none that can be used.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public IAsyncEnumerable<JsonElement> SearchEventsAsync(MispSearch search, CancellationToken cancellationToken)
        => SearchAsync("events/restSearch", search, MispAnswer.Events, cancellationToken);

    /// <summary>Searches attributes, page by page.</summary>
    /// <inheritdoc cref="SearchEventsAsync"/>
    public IAsyncEnumerable<JsonElement> SearchAttributesAsync(MispSearch search, CancellationToken cancellationToken)
        => SearchAsync("attributes/restSearch", search, MispAnswer.Attributes, cancellationToken);

    /// <summary>Gives an event, the content of its member <c>Event</c>; <see langword="null"/> where there is none.</summary>
    /// <param name="uuid">The event's UUID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came, or none that can be used.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public async Task<JsonElement?> FindEventAsync(Guid uuid, CancellationToken cancellationToken)
    {
        MispReply reply = await SendAsync(HttpMethod.Get, $"events/view/{uuid}", null, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
            return null;
        reply.ThrowIfFailed();
        return MispAnswer.Event(reply.Json()) ?? throw reply.Unusable("no event");
    }

    /// <summary>Adds an event with all that is in it.</summary>
    /// <param name="json">The event, the content of a member <c>Event</c>; with its own UUID it is added once, however often it is sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The UUID that the event has on the server; <see langword="null"/> where there was one with its UUID already.</returns>
    /// <exception cref="HttpServiceException">No answer came, or none that can be used.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public async Task<Guid?> AddEventAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        MispReply reply = await SendAsync(HttpMethod.Post, "events/add", json, cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess && reply.Reason.Contains("already exists", StringComparison.OrdinalIgnoreCase))
            return null;
        reply.ThrowIfFailed();
        return MispAnswer.UuidOf(MispAnswer.Event(reply.Json())) ?? throw reply.Unusable("no event");
    }

    /// <summary>Changes an event: what is in the JSON and newer than on the server takes its place, what is new is added, all else stays.</summary>
    /// <param name="uuid">The event's UUID.</param>
    /// <param name="json">The event, the content of a member <c>Event</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Not where there is no such event.</returns>
    /// <exception cref="HttpServiceException">No answer came.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public async Task<bool> EditEventAsync(Guid uuid, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        MispReply reply = await SendAsync(HttpMethod.Post, $"events/edit/{uuid}", json, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
            return false;
        reply.ThrowIfFailed();
        return true;
    }

    /// <summary>Publishes an event.</summary>
    /// <param name="uuid">The event's UUID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public async Task PublishEventAsync(Guid uuid, CancellationToken cancellationToken)
        => (await SendAsync(HttpMethod.Post, $"events/publish/{uuid}", default(ReadOnlyMemory<byte>), cancellationToken).ConfigureAwait(false)).ThrowIfFailed();

    /// <summary>Notes that values were seen: a sighting of each attribute that has one of them.</summary>
    /// <param name="values">The values.</param>
    /// <param name="seen">When.</param>
    /// <param name="source">Who saw them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public async Task AddSightingsAsync(IEnumerable<string> values, DateTimeOffset seen, string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        var body = new Utf8Buffer();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("values"u8);
            foreach (string value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteString("type"u8, "0"u8);
            json.WriteString("source"u8, source);
            json.WriteNumber("timestamp"u8, seen.ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        (await SendAsync(HttpMethod.Post, "sightings/add", body.WrittenMemory, cancellationToken).ConfigureAwait(false)).ThrowIfFailed();
    }

    /// <summary>Puts a tag on an event or attribute, or takes it off.</summary>
    /// <param name="uuid">The UUID of the event or attribute.</param>
    /// <param name="tag">The tag's name.</param>
    /// <param name="isSet">Whether it is put on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public async Task ChangeTagAsync(Guid uuid, string tag, bool isSet, CancellationToken cancellationToken)
    {
        var body = new Utf8Buffer();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("uuid"u8, uuid.ToString());
            json.WriteString("tag"u8, tag);
            json.WriteEndObject();
        }

        MispReply reply = await SendAsync(HttpMethod.Post, isSet ? "tags/attachTagToObject" : "tags/removeTagFromObject", body.WrittenMemory, cancellationToken).ConfigureAwait(false);
        reply.ThrowIfFailed();
        if (reply.IsDenied)
            throw new RefusedException($"MISP does not change the tag {tag} of {uuid}: {reply.Reason}");
    }

    private async IAsyncEnumerable<JsonElement> SearchAsync(
        string path, MispSearch search, Func<JsonElement, IReadOnlyList<JsonElement>?> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        string last = "";
        for (int page = 1; page <= MaxPages; page++)
        {
            MispReply reply = await SendAsync(HttpMethod.Post, path, search.ToJson(page), cancellationToken).ConfigureAwait(false);
            reply.ThrowIfFailed();
            IReadOnlyList<JsonElement> found = read(reply.Json()) ?? throw reply.Unusable("no list");
            string first = found.Count == 0 ? "" : MispAnswer.UuidOf(found[0])?.ToString() ?? "";
            // A server that knows no pages gives the same again.
            if (page > 1 && first == last)
                yield break;
            last = first;
            foreach (JsonElement item in found)
                yield return item;
            if (found.Count < search.PageSize || page == search.MaxPages)
                yield break;
        }
    }

    private async Task<MispReply> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var url = new Uri(_server, path);
        for (int repeats = 0; ; repeats++)
        {
            HttpReply reply = await _session.SendAsync(Make, readsBody: true, cancellationToken).ConfigureAwait(false);
            if (reply.Status is not (429 or 502 or 503 or 504) || repeats == MaxRepeats || PauseOf(reply, repeats) is not { } pause || pause > MaxPause)
                return new MispReply(reply);
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
        }

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(method, url);
            request.Headers.TryAddWithoutValidation("Authorization", _key);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (body is { } content)
            {
                request.Content = new ReadOnlyMemoryContent(content);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }

            return request;
        }
    }

    private TimeSpan? PauseOf(HttpReply reply, int repeats)
    {
        string? after = reply.Header("Retry-After");
        if (int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return TimeSpan.FromSeconds(seconds);
        if (DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return time - _time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero;
        return FirstPause * (1 << repeats);
    }
}
