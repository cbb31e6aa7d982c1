using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Testing.Samples;

/// <summary>Fetches two reports.</summary>
internal sealed class SampleCollector(BotServices services) : Collector(new CollectorOptions { Name = "Sample" }, services)
{
    public int Settled { get; private set; }

    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string text in (string[])["one", "two"])
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(text)), _ =>
            {
                Settled++;
                return ValueTask.CompletedTask;
            });
        }
    }
}

/// <summary>Keeps what it is sent.</summary>
internal sealed class SampleOutput : Output
{
    public List<Event> Sent { get; } = [];

    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        Sent.AddRange(batch);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Cannot be stopped, and complains in no sentences.</summary>
internal sealed class DeafExpert : AsyncExpert
{
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        return Verdict.Keep;
    }
}

/// <summary>Cannot be disposed of twice.</summary>
internal sealed class OnceOnlyExpert : Expert
{
    private bool _disposed;

    public override Verdict Process(Event message) => Verdict.Keep;

    public override ValueTask DisposeAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _disposed = true;
        return base.DisposeAsync();
    }
}
