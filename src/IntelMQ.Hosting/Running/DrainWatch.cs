using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Running;

/// <summary>Says when a pipeline that others feed has nothing left to do.</summary>
internal static class DrainWatch
{
    private const int Quiet = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits until all queues of bots that run here are empty and settled, and nothing has moved, five looks in a row; or the run ends.</summary>
    public static async Task WaitAsync(Pipeline pipeline, TimeProvider time, Task run, CancellationToken cancellationToken)
    {
        int quiet = 0;
        long before = -1;
        while (quiet < Quiet && !run.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAny(run, Task.Delay(Interval, time, cancellationToken)).ConfigureAwait(false);
            PipelineStatus status;
            try
            {
                status = await pipeline.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                quiet = 0;
                continue;
            }

            long moved = status.Bots.Sum(static bot => bot.Counters.Received + bot.Counters.Sent.Values.Sum());
            bool isEmpty = status.IsRunning && status.Bots.All(static bot => bot.Activity != BotActivity.Running || bot.Queue is not { } queue || queue is { Waiting: 0, InWork: 0 });
            quiet = isEmpty && moved == before ? quiet + 1 : 0;
            before = moved;
        }
    }
}
