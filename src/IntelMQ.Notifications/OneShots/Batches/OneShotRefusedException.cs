namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>Something is not done with a one-shot; the message says why, and what to do.</summary>
/// <param name="reasons">Why, a sentence each.</param>
public sealed class OneShotRefusedException(params IReadOnlyList<string> reasons) : Exception(string.Join(' ', reasons))
{
    /// <summary>Why, a sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
