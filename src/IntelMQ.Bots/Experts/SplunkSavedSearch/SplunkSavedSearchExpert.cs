using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Runs a saved search of Splunk with fields of the event as parameters and adds columns of its result.</summary>
[Bot("intelmq.bots.experts.splunk_saved_search.expert", BotKind.Expert)]
public sealed partial class SplunkSavedSearchExpert : HttpExpert
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private readonly SplunkSavedSearchExpertOptions _options;
    private readonly string _jobs;

    /// <summary>Creates the expert.</summary>
    public SplunkSavedSearchExpert(SplunkSavedSearchExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _jobs = options.Url!.TrimEnd('/') + "/services/search/jobs";
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">Splunk gave no answer that can be used.</exception>
    /// <exception cref="InvalidFieldException">A result cannot be stored: the field is there and must not be replaced, or the value is not valid.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Query(message) is not { } query)
            return Verdict.Keep;
        JsonElement[] results = [.. (await SearchAsync(query, cancellationToken).ConfigureAwait(false)).Items()];
        if (results.Length == 1)
        {
            Write(message, results[0]);
            return Verdict.Keep;
        }

        TextList actions = results.Length == 0 ? _options.NotFound : _options.MultipleResultHandling;
        if (actions.Contains("warn"))
            LogResults(Log, results.Length);
        if (results.Length > 1 && (actions.Contains("use_first") || actions.Contains("limit")))
            Write(message, results[0]);
        return actions.Contains("drop") ? Verdict.Drop : Verdict.Keep;
    }

    private string? Query(Event message)
    {
        var query = new StringBuilder("|savedsearch ").Append(Quoted(_options.SavedSearch!));
        foreach ((string field, string parameter) in _options.SearchParameters)
        {
            FieldValue value = message[field];
            if (value.IsMissing)
            {
                LogMissing(Log, field);
                return null;
            }

            query.Append(' ').Append(Quoted(parameter)).Append('=').Append(Quoted(value.ToString()));
        }

        return query.Append(_options.MultipleResultHandling.Contains("limit") ? " | head 1" : "").ToString();
    }

    private static string Quoted(string text)
        => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private async Task<JsonElement> SearchAsync(string query, CancellationToken cancellationToken)
    {
        HttpAnswer started = await SendAsync(HttpMethod.Post, _jobs, [new("output_mode", "json"), new("search", query)], cancellationToken).ConfigureAwait(false);
        string job = started.ThrowIfUnsuccessful().JsonObject().At("sid").Text() is { Length: > 0 } sid ? sid : throw new LookupException("Splunk started no search.");
        string results = $"{_jobs}/{Uri.EscapeDataString(job)}/results/";
        TimeSpan wait = FirstWait;
        for (TimeSpan waited = TimeSpan.Zero; waited < _options.MaxWait; waited += wait)
        {
            await Task.Delay(wait, Services.Time, cancellationToken).ConfigureAwait(false);
            HttpAnswer answer = await SendAsync(HttpMethod.Get, results, [new("output_mode", "json")], cancellationToken).ConfigureAwait(false);
            if (answer.Status == 200)
                return answer.JsonMember("results");
            answer.ThrowIfUnsuccessful();
            wait = _options.RetryInterval;
        }

        throw new LookupException($"Splunk's search was not done after {_options.MaxWait.TotalSeconds:0} seconds.");
    }

    private Task<HttpAnswer> SendAsync(HttpMethod method, string url, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        return Http.SendAsync(Request, readsBody: true, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(method, url) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.AuthToken!.Reveal());
            return request;
        }
    }

    // Splunk leaves out the cells that are empty; without any of the columns, it is another search's result.
    private void Write(Event message, JsonElement result)
    {
        bool isKnown = _options.ResultFields.Count == 0;
        foreach ((string column, string field) in _options.ResultFields)
        {
            JsonElement cell = result.At(column);
            if (cell.ValueKind == JsonValueKind.Undefined)
                continue;
            isKnown = true;
            FieldValue value = PlainValue.FromJson(cell).Value;
            if (value.IsIgnored)
                continue;
            SetResult stored = _options.Overwrite switch
            {
                true => message.Set(field, value),
                false => message.SetIfAbsent(field, value),
                null => message.TryAdd(field, value),
            };
            stored.ThrowIfRefused();
        }

        if (!isKnown)
            throw new LookupException($"Splunk's result has none of the columns of result_fields ({string.Join(", ", _options.ResultFields.Select(static pair => pair.Key))}).");
    }

    [LoggerMessage(10, LogLevel.Warning, "The event has no {Field}, which the search needs; it goes on as it is.")]
    private static partial void LogMissing(ILogger log, string field);

    [LoggerMessage(11, LogLevel.Warning, "The search gave {Count} results instead of one.")]
    private static partial void LogResults(ILogger log, int count);
}
