using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Asks a MISP for values of events, and adds the UUIDs of the attribute that has one and of that attribute's event; what is there is replaced.</summary>
/// <remarks>
/// By default as IntelMQ does it, but with answers kept for a while: <c>source.ip</c>, with a question for each address, and the attribute that comes
/// first. With <c>bulk</c> all values of a batch go into one question, and the newest attribute counts, also one of several parts such as
/// <c>ip-dst|port</c>.
/// </remarks>
[Bot("intelmq.bots.experts.misp.expert", BotKind.Expert, Summary = "Looks addresses up in a MISP and adds the UUIDs of attribute and event.")]
public sealed partial class MispExpert : BatchExpert
{
    private const int MaxQuestions = 16;
    private const int PageSize = 1000;
    private const int MaxPages = 100;

    private readonly MispExpertOptions _options;
    private readonly string _server;
    private readonly LookupCache<MispHit?> _hits;
    private readonly SemaphoreSlim _slots = new(MaxQuestions, MaxQuestions);
    private HttpLookup? _http;

    /// <summary>Creates the expert.</summary>
    public MispExpert(MispExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _server = options.MispUrl!.TrimEnd('/') + "/";
        _hits = new LookupCache<MispHit?>(services.Time);
    }

    /// <inheritdoc/>
    public override int MaxBatch => _options.Bulk ? 500 : 100;

    private HttpLookup Http => _http ??= new HttpLookup(_options.Http.OpenSession(Services, Module));

    /// <summary>Makes ready to connect.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = Http;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(IReadOnlyList<BatchItem> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        MispQuestion? question = _options.Bulk ? new MispQuestion() : null;
        List<Task<string?>> items = [.. batch.Select(item => EnrichAsync(item, question, cancellationToken))];
        if (question is not null)
            await question.AnswerAsync(values => AskAllAsync(values, cancellationToken)).ConfigureAwait(false);
        string?[] known = await Task.WhenAll(items).ConfigureAwait(false);
        if (_options.MispSightings && known.OfType<string>().Distinct().ToArray() is { Length: > 0 } seen)
            await AddSightingsAsync(seen, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _hits.Dispose();
        _slots.Dispose();
        return base.DisposeAsync();
    }

    // The value that MISP knows.
    private async Task<string?> EnrichAsync(BatchItem item, MispQuestion? question, CancellationToken cancellationToken)
    {
        // All is asked for before the first answer is waited for.
        List<(string Value, Task<MispHit?> Answer)> asked = [];
        foreach (string field in _options.LookupFields.Names)
        {
            if (item.Event[field] is { Kind: FieldValueKind.Text } text)
                asked.Add((text.ToString(), FindAsync(text.ToString(), question, cancellationToken)));
        }

        try
        {
            await Task.WhenAll(asked.Select(static one => one.Answer)).ConfigureAwait(false);
        }
        catch (LookupException exception)
        {
            item.Error = exception;
            return null;
        }

        foreach ((string value, Task<MispHit?> answer) in asked)
        {
            if (await answer.ConfigureAwait(false) is not { } hit)
                continue;
            item.Event.Put(Fields.Misp.AttributeUuid, hit.Attribute, overwrite: true);
            item.Event.Put(Fields.Misp.EventUuid, hit.Event, overwrite: true);
            return value;
        }

        return null;
    }

    private Task<MispHit?> FindAsync(string value, MispQuestion? question, CancellationToken cancellationToken)
        => _hits.GetAsync(value, async stopping => new Answer<MispHit?>(await (question?.AskAsync(value) ?? AskOneAsync(value, stopping)).ConfigureAwait(false), _options.CacheTtl), cancellationToken);

    private async Task<MispHit?> AskOneAsync(string value, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return MispHit.First(await SearchAsync(value, 1, 1, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Dictionary<string, MispHit>> AskAllAsync(IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var hits = new Dictionary<string, MispHit>(StringComparer.OrdinalIgnoreCase);
        for (int page = 1; page <= MaxPages; page++)
        {
            JsonElement attributes = await SearchAsync(new JsonArray([.. values.Select(static value => JsonValue.Create(value))]), page, PageSize, cancellationToken).ConfigureAwait(false);
            if (MispHit.Note(attributes, hits) < PageSize)
                break;
        }

        return hits;
    }

    private async Task<JsonElement> SearchAsync(JsonNode value, int page, int limit, CancellationToken cancellationToken)
    {
        string body = new JsonObject { ["value"] = value, ["returnFormat"] = "json", ["page"] = page, ["limit"] = limit }.ToJsonString();
        HttpAnswer answer = await SendAsync("attributes/restSearch", body, cancellationToken).ConfigureAwait(false);
        if (answer.ThrowIfUnsuccessful().JsonObject().At("errors").ValueKind != JsonValueKind.Undefined)
            throw new LookupException("MISP answered with errors.");
        return answer.JsonMember("response").At("Attribute");
    }

    // What is known is known, whether MISP takes a sighting of it or not.
    private async Task AddSightingsAsync(string[] values, CancellationToken cancellationToken)
    {
        try
        {
            string body = new JsonObject
            {
                ["values"] = new JsonArray([.. values.Select(static value => JsonValue.Create(value))]),
                ["type"] = "0",
                ["source"] = "IntelMQ",
                ["timestamp"] = Services.Time.GetUtcNow().ToUnixTimeSeconds(),
            }.ToJsonString();
            (await SendAsync("sightings/add", body, cancellationToken).ConfigureAwait(false)).ThrowIfUnsuccessful();
        }
        catch (LookupException exception)
        {
            LogSightings(Log, values.Length, exception.Message);
        }
    }

    private Task<HttpAnswer> SendAsync(string path, string body, CancellationToken cancellationToken)
    {
        return Http.SendAsync(Make, readsBody: true, cancellationToken);

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, _server + path) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json", "utf-8")) };
            request.Headers.TryAddWithoutValidation("Authorization", _options.MispKey!.Reveal());
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            return request;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "MISP does not take the sightings of {Count} values: {Reason}")]
    private static partial void LogSightings(ILogger log, int count, string reason);
}
