using System.Runtime.CompilerServices;

namespace IntelMQ.Bots.Collectors;

public sealed partial class FileCollector
{
    private FolderWatch? _watch;
    private bool _hasYoung;

    // Begun before the first look, so that nothing comes in between.
    private async IAsyncEnumerable<CollectedReport> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = new FolderWatch(_folder, Services.Time);
        _watch = watch;
        try
        {
            while (true)
            {
                if (watch.Begin() is { } reason)
                    Log.NotWatched(_folder, _options.WatchInterval, reason);
                _hasYoung = false;
                await foreach (CollectedReport report in LookAsync(cancellationToken).ConfigureAwait(false))
                    yield return report;
                TimeSpan interval = _hasYoung && _options.MinimumAge < _options.WatchInterval ? _options.MinimumAge : _options.WatchInterval;
                await watch.WaitAsync(interval, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _watch = null;
        }
    }
}
