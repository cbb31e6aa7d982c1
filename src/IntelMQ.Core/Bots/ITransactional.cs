namespace IntelMQ.Bots;

/// <summary>
/// A bot whose state must change only when what it sent has been stored. What it learns while it processes events counts for the events
/// that follow, but is kept for good when the host commits, and forgotten when the host rolls back.
/// </summary>
/// <remarks>A host that runs such a bot by hand calls <see cref="Commit"/> once its own outputs are stored.</remarks>
public interface ITransactional
{
    /// <summary>Keeps what was learned since the last call.</summary>
    void Commit();

    /// <summary>Forgets what was learned since the last <see cref="Commit"/>.</summary>
    void Rollback();
}
