namespace IntelMQ.Jobs;

/// <summary>Asks for a job.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Owner">Who asks.</param>
public sealed record JobRequest(string Kind, string Owner)
{
    /// <summary>The job's id; a new one where it is <see langword="null"/>. Who asks twice under one id has one job.</summary>
    public string? Id { get; init; }

    /// <summary>What it is to be done with, as JSON; without secrets.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>It is not taken up before; <see langword="null"/> for at once.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The job that this asks for.</summary>
    /// <exception cref="ArgumentException">The id holds other characters, is longer than 64, or kind or owner are empty.</exception>
    public Job ToJob(DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(Kind);
        ArgumentException.ThrowIfNullOrEmpty(Owner);
        string id = Id ?? Guid.CreateVersion7(now).ToString("N");
        if (id.Length is 0 or > 64 || id.AsSpan().ContainsAnyExcept(IdCharacters))
            throw new ArgumentException($"A job's id has up to 64 letters, digits, '-' and '_'; '{Text.Printable.Of(id)}' is none.");
        return new Job(id, Kind, Owner, JobState.Waiting, now) { Arguments = Arguments, Due = Due ?? now };
    }

    private static readonly System.Buffers.SearchValues<char> IdCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
