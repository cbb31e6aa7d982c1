using System.Security.Cryptography;
using System.Text;
using IntelMQ.Dashboard.Modules;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>
/// Does once what is sent twice under one <c>Idempotency-Key</c>, and answers alike: within a day, of one caller, for one address. What the host could
/// not do for a reason of its own (5xx) may be tried again.
/// </summary>
internal sealed class Repeats(TimeProvider time)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    private const int LongestKey = 200;
    private const int MostKeys = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Time, string Body, Task<V2Answer> Answer)> _known = new(StringComparer.Ordinal);

    /// <summary>Answers a request, by doing it or by what came of it before.</summary>
    public async Task AnswerAsync(DashboardRequest request, ReadOnlyMemory<byte> body, Func<Task<V2Answer>> run)
    {
        string key = request.Http.Request.Headers[Header].ToString();
        if (key.Length > LongestKey)
        {
            await request.ProblemAsync(StatusCodes.Status400BadRequest, $"{Header} has {LongestKey} characters at most.").ConfigureAwait(false);
            return;
        }

        V2Answer? answer = key.Length == 0 ? await run().ConfigureAwait(false) : await OnceAsync(request, key, body, run).ConfigureAwait(false);
        if (answer is null)
            await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, $"The {Header} was used for another request.").ConfigureAwait(false);
        else
            await GiveAsync(request, answer).ConfigureAwait(false);
    }

    private static Task GiveAsync(DashboardRequest request, V2Answer answer)
    {
        if (answer.Tag is { } tag)
            request.Http.Response.Headers.ETag = $"\"{tag}\"";
        if (answer.Location is { } location)
            request.Http.Response.Headers.Location = request.Page.Path(location);
        return answer.Detail is { } detail ? request.ProblemAsync(answer.Status, detail, answer.Errors) : request.JsonAsync(answer.Body?.DeepClone(), answer.Status);
    }

    private async Task<V2Answer?> OnceAsync(DashboardRequest request, string key, ReadOnlyMemory<byte> body, Func<Task<V2Answer>> run)
    {
        HttpRequest http = request.Http.Request;
        string name = string.Join('\n', request.Who, http.Method, http.Path, http.QueryString, key);
        string hash = Convert.ToHexString(SHA256.HashData([.. body.Span, .. Encoding.UTF8.GetBytes($"\n{http.Headers.IfMatch}")]));
        Task<V2Answer> answer;
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach (string old in _known.Where(one => one.Value.Answer.IsCompleted && now - one.Value.Time > Kept).Select(static one => one.Key).ToArray())
                _known.Remove(old);
            if (_known.TryGetValue(name, out (DateTimeOffset Time, string Body, Task<V2Answer> Answer) known))
            {
                if (known.Body != hash)
                    return null;
                answer = known.Answer;
            }
            else
            {
                if (_known.Count >= MostKeys)
                    _known.Remove(_known.MinBy(static one => one.Value.Time).Key);
                answer = run();
                _known[name] = (now, hash, answer);
            }
        }

        bool isKept = false;
        try
        {
            V2Answer given = await answer.ConfigureAwait(false);
            isKept = given.Status < StatusCodes.Status500InternalServerError;
            return given;
        }
        finally
        {
            if (!isKept)
            {
                lock (_gate)
                    _known.Remove(name);
            }
        }
    }
}
