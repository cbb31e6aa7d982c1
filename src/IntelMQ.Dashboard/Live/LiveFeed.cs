using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Hosting.Control;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Live;

/// <summary>
/// Looks at the host once a second while anybody listens, and tells all of them the same. Who reads slowly misses samples, and holds nobody up.
/// </summary>
internal sealed class LiveFeed(Workings workings)
{
    private const int MostListeners = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RightsEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<Channel<string>> _listeners = [];
    private Task _sampling = Task.CompletedTask;
    private string _latest = "";

    private LiveSamples Samples { get; } = new(workings.Control, workings.Host.Time);

    /// <summary>What goes through each bot.</summary>
    public Task<JsonObject> MetricsAsync(CancellationToken cancellationToken) => Samples.RatesAsync(cancellationToken);

    /// <summary>Tells one listener, until it goes, its rights change, or the program stops.</summary>
    public async Task HandleAsync(DashboardRequest request)
    {
        var mine = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        if (!TryListen(mine))
        {
            request.Http.Response.Headers.RetryAfter = "30";
            await request.ProblemAsync(StatusCodes.Status503ServiceUnavailable, $"{MostListeners} listen already.").ConfigureAwait(false);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, workings.Stopping);
        try
        {
            await TellAsync(request, mine.Reader, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever cannot take a line in ten seconds is gone.
            if (!workings.Stopping.IsCancellationRequested)
                request.Http.Abort();
        }
        finally
        {
            lock (_gate)
                _listeners.Remove(mine);
        }
    }

    private async Task TellAsync(DashboardRequest request, ChannelReader<string> mine, CancellationToken ended)
    {
        TimeProvider time = workings.Host.Time;
        HttpResponse response = request.Http.Response;
        response.ContentType = "text/event-stream";
        // Proxies that collect answers would hold it back.
        response.Headers["X-Accel-Buffering"] = "no";
        await WriteAsync(response, "retry: 3000\n\n", ended).ConfigureAwait(false);
        DateTimeOffset told = time.GetUtcNow();
        DateTimeOffset looked = told;
        string before = "";
        while (!ended.IsCancellationRequested)
        {
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(ended);
            using ITimer timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), wait, RightsEvery, Timeout.InfiniteTimeSpan);
            string? sample = null;
            try
            {
                sample = await mine.ReadAsync(wait.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!ended.IsCancellationRequested)
            {
            }

            DateTimeOffset now = time.GetUtcNow();
            if (now - looked >= RightsEvery)
            {
                looked = now;
                Caller? caller = await workings.Gate.FindAsync(request.Http, isBare: false).ConfigureAwait(false);
                if (caller is null || caller.Role != request.Role)
                {
                    await WriteAsync(response, "event: end\ndata: {}\n\n", ended).ConfigureAwait(false);
                    return;
                }
            }

            if (sample is not null && Without(sample) is var news && news != before)
            {
                before = news;
                told = now;
                await WriteAsync(response, $"event: status\ndata: {sample}\n\n", ended).ConfigureAwait(false);
            }
            else if (now - told >= HeartbeatEvery)
            {
                told = now;
                await WriteAsync(response, ": here\n\n", ended).ConfigureAwait(false);
            }
        }
    }

    // The time stands first; it alone is no news.
    private static string Without(string sample) => sample[(sample.IndexOf(',', StringComparison.Ordinal) + 1)..];

    private async Task WriteAsync(HttpResponse response, string text, CancellationToken ended)
    {
        using var late = new CancellationTokenSource(LongestWrite, workings.Host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ended);
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), either.Token).ConfigureAwait(false);
        await response.Body.FlushAsync(either.Token).ConfigureAwait(false);
    }

    private bool TryListen(Channel<string> mine)
    {
        lock (_gate)
        {
            if (_listeners.Count >= MostListeners)
                return false;
            _listeners.Add(mine);
            if (_latest.Length > 0)
                mine.Writer.TryWrite(_latest);
            if (_listeners.Count == 1 && _sampling.IsCompleted)
                _sampling = Task.Run(SampleAsync);
            return true;
        }
    }

    private async Task SampleAsync()
    {
        while (!workings.Stopping.IsCancellationRequested)
        {
            string sample = "";
            try
            {
                HostStatus status = await Samples.TakeAsync(workings.Stopping).ConfigureAwait(false);
                sample = LiveSamples.Json(status).ToJsonString();
            }
            catch (Exception exception) when (exception is ControlException or OperationCanceledException)
            {
                // The next look may fare better; meanwhile listeners get heartbeats.
            }

            lock (_gate)
            {
                if (_listeners.Count == 0)
                {
                    _latest = "";
                    _sampling = Task.CompletedTask;
                    return;
                }

                _latest = sample;
                foreach (Channel<string> listener in _listeners)
                {
                    if (sample.Length > 0)
                        listener.Writer.TryWrite(sample);
                }
            }

            await Task.Delay(Every, workings.Host.Time, workings.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
