namespace IntelMQ.Notifications.Contacts;

/// <summary>Where contacts come from: a database, a file, a service. Thread-safe.</summary>
public interface IContactSource
{
    /// <summary>The name that explanations give.</summary>
    string Name { get; }

    /// <summary>Looks contacts up, all questions in as few calls as the source can.</summary>
    /// <param name="questions">The questions, each once.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The entries that hold what each question is about, in the order of the questions; all of them, also those that have ended or are disabled, since whoever asks tells why they are not used.</returns>
    /// <exception cref="IOException">The source does not answer.</exception>
    ValueTask<IReadOnlyList<IReadOnlyList<ContactEntry>>> FindAsync(IReadOnlyList<ContactQuestion> questions, CancellationToken cancellationToken = default);
}
