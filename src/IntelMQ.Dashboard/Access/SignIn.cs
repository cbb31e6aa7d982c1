using IntelMQ.Records;

namespace IntelMQ.Dashboard.Access;

/// <summary>Takes name and password. Ten wrong ones in a row lock the user: for a minute, then for twice as long each time, up to an hour.</summary>
internal sealed class SignIn(IRecords records, TimeProvider time) : IDisposable
{
    private const int MostAttempts = 10;
    private const int MostTries = 5;
    private const int LongestName = 200;

    // Hashing is dear on purpose: who sends many attempts waits for his own.
    private readonly SemaphoreSlim _hashing = new(2, 2);

    /// <summary>The user; <see langword="null"/> where name or password are wrong, or the user is locked or disabled: nobody is told which.</summary>
    public async Task<User?> TryAsync(string name, string password, CancellationToken cancellationToken)
    {
        User? user = name.Length is > 0 and <= LongestName ? await records.Users.FindAsync(name, cancellationToken).ConfigureAwait(false) : null;
        bool isLocked = user is { LockedUntil: { } until } && until > time.GetUtcNow();
        bool isRight;
        await _hashing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            isRight = await Task.Run(() => Passwords.Verify(password, user?.PasswordHash), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _hashing.Release();
        }

        if (user is null || user.IsDisabled || isLocked)
            return null;
        User? noted = await NoteAsync(user, isRight, cancellationToken).ConfigureAwait(false);
        return isRight ? noted : null;
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<User?> NoteAsync(User user, bool isRight, CancellationToken cancellationToken)
    {
        if (isRight && user is { FailedAttempts: 0, LockedUntil: null })
            return user;
        User? present = user;
        // Attempts side by side are all counted.
        for (int i = 0; i < MostTries && present is not null; i++)
        {
            int failed = isRight ? 0 : present.FailedAttempts + 1;
            User changed = present with { FailedAttempts = failed, LockedUntil = failed >= MostAttempts ? time.GetUtcNow() + LockOf(failed) : null };
            if (await records.Users.SaveAsync(changed, cancellationToken).ConfigureAwait(false) is { } saved)
                return saved;
            present = await records.Users.FindAsync(user.Name, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static TimeSpan LockOf(int failed) => TimeSpan.FromMinutes(Math.Min(60, 1 << Math.Min(failed - MostAttempts, 10)));
}
