using System.Security.Cryptography;
using System.Text;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Access;

/// <summary>Tokens of users: sessions, which a login makes, and personal ones for programs. Only their hashes are stored.</summary>
internal sealed class Sessions(IRecords records, TimeProvider time)
{
    /// <summary>The label of tokens that a login makes.</summary>
    public const string Label = "session";

    private const int TokenBytes = 16;
    private const int MostSessions = 20;

    /// <summary>Makes a token: 32 hexadecimal digits, as IntelMQ's are.</summary>
    public async Task<(string Text, AccessToken Token)> CreateAsync(User user, DashboardRole role, string label, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (label == Label)
            await RemoveOldAsync(user.Name, cancellationToken).ConfigureAwait(false);
        string text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        DateTimeOffset now = time.GetUtcNow();
        var token = new AccessToken(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), user.Name, Roles.NameOf(role), now + lifetime) { Label = label, Created = now };
        await records.Users.AddTokenAsync(token, HashOf(text), cancellationToken).ConfigureAwait(false);
        return (text, token);
    }

    /// <summary>Whose token it is; <see langword="null"/> where it is none, its time is over, or its owner is gone, disabled or has no role.</summary>
    public async Task<Caller?> FindAsync(string text, bool isByCookie, CancellationToken cancellationToken)
    {
        if (text.Length != TokenBytes * 2)
            return null;
        AccessToken? token = await records.Users.FindTokenAsync(HashOf(text), cancellationToken).ConfigureAwait(false);
        if (token is null || (isByCookie && token.Label != Label))
            return null;
        User? owner = await records.Users.FindAsync(token.Owner, cancellationToken).ConfigureAwait(false);
        if (owner is null or { IsDisabled: true } || Roles.Of(owner.Role) is not { } most || Roles.Of(token.Role) is not { } asked)
            return null;
        return new Caller(owner.Name, asked < most ? asked : most, text, isByCookie);
    }

    /// <summary>Ends a session.</summary>
    public async Task EndAsync(string text, CancellationToken cancellationToken)
    {
        if (await records.Users.FindTokenAsync(HashOf(text), cancellationToken).ConfigureAwait(false) is { } token)
            await records.Users.RemoveTokenAsync(token.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all sessions of a user; personal tokens stay.</summary>
    public async Task EndAllAsync(string owner, CancellationToken cancellationToken)
    {
        foreach (AccessToken token in (await records.Users.ListTokensAsync(owner, cancellationToken).ConfigureAwait(false)).Where(static token => token.Label == Label))
            await records.Users.RemoveTokenAsync(token.Id, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private async Task RemoveOldAsync(string owner, CancellationToken cancellationToken)
    {
        AccessToken[] sessions = [.. (await records.Users.ListTokensAsync(owner, cancellationToken).ConfigureAwait(false)).Where(static token => token.Label == Label).OrderByDescending(static token => token.Created)];
        DateTimeOffset now = time.GetUtcNow();
        foreach (AccessToken old in sessions.Where((token, place) => place >= MostSessions - 1 || token.Expires <= now))
            await records.Users.RemoveTokenAsync(old.Id, cancellationToken).ConfigureAwait(false);
    }
}
