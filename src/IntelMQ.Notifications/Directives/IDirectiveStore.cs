namespace IntelMQ.Notifications.Directives;

/// <summary>Keeps directives. Thread-safe. What changes them is always of one batch.</summary>
public interface IDirectiveStore
{
    /// <summary>Adds directives, all or none; those that are known (<see cref="Directive.ToIdentity"/>) are left out.</summary>
    /// <param name="directives">The directives.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were new.</returns>
    /// <exception cref="IOException">The store gives no service.</exception>
    ValueTask<int> AddAsync(IReadOnlyList<Directive> directives, CancellationToken cancellationToken);

    /// <summary>Finds directives.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<StoredDirective>> FindAsync(DirectiveQuery query, CancellationToken cancellationToken);

    /// <summary>Counts the directives of a batch by recipient, language, protection, state and reason; in that order.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<DirectiveGroup>> GroupAsync(string batch, CancellationToken cancellationToken);

    /// <summary>Holds back what is pending.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="reason">Why, as a clause for people.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many.</returns>
    ValueTask<int> HoldAsync(DirectiveSelection selection, string reason, CancellationToken cancellationToken);

    /// <summary>Lets go on what is held; cooldown does not hold it again.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many.</returns>
    ValueTask<int> ReleaseAsync(DirectiveSelection selection, CancellationToken cancellationToken);

    /// <summary>Decides that what is pending or held is not told.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="reason">Who decided it, and why.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many.</returns>
    ValueTask<int> DropAsync(DirectiveSelection selection, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// Tells another recipient what is pending or held; the explanation says so, and what cooldown held is looked at again. What that recipient is
    /// told already is dropped.
    /// </summary>
    /// <param name="selection">Which.</param>
    /// <param name="recipient">The other e-mail address.</param>
    /// <param name="reason">Who decided it, and why.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many go to the other recipient.</returns>
    ValueTask<int> ReplaceRecipientAsync(DirectiveSelection selection, string recipient, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// Holds back what is pending and was told its recipient within its cooldown, unless it relapsed since or passes it; and of what is
    /// pending with the same problem and object for the same recipient all but the first.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many.</returns>
    ValueTask<int> HoldToldAsync(string batch, CancellationToken cancellationToken);

    /// <summary>Holds back what is pending and no real event: <see cref="Directive.WhyTest"/>.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many.</returns>
    ValueTask<int> HoldTestsAsync(string batch, CancellationToken cancellationToken);
}
