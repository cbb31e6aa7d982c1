namespace IntelMQ.Hosting.Control;

/// <summary>How a host stands.</summary>
/// <param name="Version">The host's version.</param>
/// <param name="ProcessId">The number of its process.</param>
/// <param name="Started">When it was opened.</param>
/// <param name="Time">When this was so; the difference of two tells how much goes through.</param>
/// <param name="ConfigurationFolder">The folder of its files.</param>
/// <param name="IsRunning">Whether its bots run; not before the run has begun, and not once it has ended.</param>
/// <param name="Bots">Its bots, senders before receivers.</param>
/// <param name="Orphans">Queues that hold messages and that no bot has.</param>
public sealed record HostStatus(
    string Version,
    int ProcessId,
    DateTimeOffset Started,
    DateTimeOffset Time,
    string ConfigurationFolder,
    bool IsRunning,
    IReadOnlyList<HostBot> Bots,
    IReadOnlyList<string> Orphans)
{
    /// <summary>The bot of an id; <see langword="null"/> where there is none.</summary>
    public HostBot? Find(string id) => Bots.FirstOrDefault(bot => bot.Id == id);
}
