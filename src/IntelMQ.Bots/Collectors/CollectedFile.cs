namespace IntelMQ.Bots.Collectors;

/// <summary>What a file was like when it was read.</summary>
internal readonly record struct FileStamp(long Length, DateTime LastWrite)
{
    public static FileStamp Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc);
}

/// <summary>A file on its way: counts its reports, and says when the last of them is settled and no more will come.</summary>
internal sealed class CollectedFile(Action settled)
{
    private readonly Lock _gate = new();
    private int _open;
    private bool _complete;

    /// <summary>What settles one more report; may be called twice.</summary>
    public Func<CancellationToken, ValueTask> Expect()
    {
        lock (_gate)
            _open++;
        bool done = false;
        return _ =>
        {
            bool last;
            lock (_gate)
            {
                if (done)
                    return ValueTask.CompletedTask;
                done = true;
                last = --_open == 0 && _complete;
            }

            if (last)
                settled();
            return ValueTask.CompletedTask;
        };
    }

    /// <summary>Says that no more reports will come.</summary>
    public void Complete()
    {
        bool last;
        lock (_gate)
        {
            _complete = true;
            last = _open == 0;
        }

        if (last)
            settled();
    }
}
