using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Adds a field's values to a watch list of McAfee ESM, those of a batch at once. A value that is on the list already stays there once. A
/// login that has run out is made anew.
/// </summary>
[Bot("intelmq.bots.outputs.mcafee.output_esm_ip", BotKind.Output)]
public sealed partial class EsmIpOutput : HttpOutput
{
    private const string FindLists = "sysGetWatchlists?hidden=false&dynamic=false&writeOnly=false&indexedOnly=false";

    private readonly EsmIpOutputOptions _options;
    private readonly Uri _base;
    private readonly Utf8Buffer _body = new(1024);
    private string? _cookie;
    private string? _token;
    private string? _listId;

    /// <inheritdoc cref="EsmIpOutput(EsmIpOutputOptions)"/>
    public EsmIpOutput(EsmIpOutputOptions options, BotServices services)
        : base(options, () => options.ToSettings(), services)
    {
        _options = options;
        _base = new Uri($"https://{options.EsmIp}/rs/esm/");
    }

    /// <summary>Logs in and looks for the watch list.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await LogInAsync(cancellationToken).ConfigureAwait(false);
            _listId = await FindListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or RefusedException)
        {
            throw Refusal(exception.Message);
        }

        if (_listId is null)
            throw Refusal($"esm_watchlist cannot be '{_options.EsmWatchlist}': the ESM has no such list for addresses.");
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        byte[]? body = BodyOf(batch);
        if (body is null)
            return;
        HttpReply reply = await PostAsync("sysAddWatchlistValues", body, cancellationToken).ConfigureAwait(false);
        if (reply.Status is 401 or 403)
        {
            await LogInAsync(cancellationToken).ConfigureAwait(false);
            reply = await PostAsync("sysAddWatchlistValues", body, cancellationToken).ConfigureAwait(false);
        }

        ThrowIfFailed(reply);
    }

    // The list of values is a text that holds JSON. Null where no event has a value.
    private byte[]? BodyOf(IReadOnlyList<Event> batch)
    {
        var values = new Utf8Buffer();
        values.Append((byte)'[');
        for (int i = 0; i < batch.Count; i++)
        {
            FieldValue value = batch[i][_options.Field];
            if (value.Kind != FieldValueKind.Text)
                continue;
            if (values.Length > 1)
                values.Append(","u8);
            PythonJson.WriteString(value.Utf8, values, ascii: true);
        }

        if (values.Length == 1)
            return null;
        values.Append((byte)']');
        _body.Clear();
        _body.Append("{\"watchlist\": {\"value\": "u8);
        _body.Append(_listId.AsSpan());
        _body.Append("}, \"values\": "u8);
        PythonJson.WriteString(values.WrittenSpan, _body, ascii: true);
        _body.Append((byte)'}');
        return _body.ToArray();
    }

    private async ValueTask LogInAsync(CancellationToken cancellationToken)
    {
        _body.Clear();
        _body.Append("{\"username\": \""u8);
        _body.Append(Base64(_options.EsmUser).AsSpan());
        _body.Append("\", \"password\": \""u8);
        _body.Append(Base64(_options.EsmPassword!.Reveal()).AsSpan());
        _body.Append("\", \"locale\": \"en_US\", \"os\": \"Win32\"}"u8);
        (_cookie, _token) = (null, null);
        HttpReply reply = await PostAsync("login", _body.ToArray(), cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(reply);
        _cookie = reply.Header("Set-Cookie")?.Split(';')[0];
        _token = reply.Header("Xsrf-Token");
    }

    private async ValueTask<string?> FindListAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await PostAsync(FindLists, """{"filters": [{"name": "IPAddress", "id": 0}]}"""u8.ToArray(), cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(reply);
        try
        {
            using JsonDocument answer = JsonDocument.Parse(JsonUnicode.Repair(reply.Body));
            JsonElement lists = answer.RootElement;
            // Older versions put the answer into an object.
            if (lists.ValueKind == JsonValueKind.Object && lists.TryGetProperty("return", out JsonElement inner))
                lists = inner;
            foreach (JsonElement list in lists.EnumerateArray())
            {
                if (list.GetProperty("name").GetString() == _options.EsmWatchlist)
                    return list.GetProperty("id") is { ValueKind: JsonValueKind.Object } id ? id.GetProperty("value").GetRawText() : list.GetProperty("id").GetRawText();
            }

            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new IOException("The ESM's list of watch lists cannot be read.", exception);
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Task<HttpReply> PostAsync(string method, byte[] body, CancellationToken cancellationToken)
        => PostAsync(new Uri(_base, method), body, "application/json", Prepare, cancellationToken);

    private void Prepare(HttpRequestMessage request)
    {
        if (_cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", _cookie);
        if (_token is not null)
            request.Headers.TryAddWithoutValidation("X-Xsrf-Token", _token);
    }
}
