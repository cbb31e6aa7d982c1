namespace IntelMQ.Bots.Collectors;

/// <summary>What somebody has sent, until it is a report in a queue.</summary>
/// <param name="data">The bytes.</param>
/// <param name="origin">What of the report says where it came from; <see langword="null"/> for nothing.</param>
internal sealed class InboxItem(ReadOnlyMemory<byte> data, string? origin)
{
    private readonly TaskCompletionSource<bool> _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReadOnlyMemory<byte> Data { get; } = data;

    public string? Origin { get; } = origin;

    /// <summary>Whether it is in a queue; completes as soon as that is known.</summary>
    public Task<bool> Taken => _taken.Task;

    /// <summary>Says whether it is in a queue.</summary>
    public void Complete(bool isTaken) => _taken.TrySetResult(isTaken);
}
