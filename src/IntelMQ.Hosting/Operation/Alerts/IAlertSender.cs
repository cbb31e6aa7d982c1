namespace IntelMQ.Hosting.Operation;

/// <summary>Tells somebody of alerts.</summary>
public interface IAlertSender
{
    /// <summary>Who is told, for the log; without secrets.</summary>
    string Name { get; }

    /// <summary>Tells.</summary>
    /// <param name="notices">All that is new, oldest first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">It did not arrive; it is tried again later.</exception>
    Task SendAsync(IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken);
}
