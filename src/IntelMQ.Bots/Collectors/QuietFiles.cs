namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Tells files that somebody may still write from finished ones: a file is quiet once its last change is as old as it must be, or once it has
/// been seen unchanged, in size and time, for as long, where the clocks of this machine and the disk do not agree.
/// </summary>
internal sealed class QuietFiles(TimeSpan minimumAge, TimeProvider time)
{
    // A time further ahead is a clock that is wrong: it must not keep a file for ever.
    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(1);

    private readonly Dictionary<string, (FileStamp Stamp, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether a file may be taken.</summary>
    public bool IsQuiet(FileInfo file)
    {
        if (minimumAge == TimeSpan.Zero || !file.Exists || file.Length == 0)
            return true;
        TimeSpan age = AgeOf(file);
        var stamp = FileStamp.Of(file);
        bool isSame = _seen.TryGetValue(file.FullName, out (FileStamp Stamp, long Since) seen) && seen.Stamp == stamp;
        bool isQuiet = age >= minimumAge || age < -FarAhead || (isSame && time.GetElapsedTime(seen.Since) >= minimumAge);
        if (isQuiet)
            _seen.Remove(file.FullName);
        else if (!isSame)
            _seen[file.FullName] = (stamp, time.GetTimestamp());
        return isQuiet;
    }

    /// <summary>How long until a file may be quiet.</summary>
    public TimeSpan WaitFor(FileInfo file) => AgeOf(file) is var age && age > TimeSpan.Zero && age < minimumAge ? minimumAge - age : minimumAge;

    /// <summary>Forgets files that are not there any more.</summary>
    public void Forget()
    {
        foreach (string path in _seen.Keys)
        {
            if (!File.Exists(path))
                _seen.Remove(path);
        }
    }

    private TimeSpan AgeOf(FileInfo file) => time.GetUtcNow() - new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);
}
