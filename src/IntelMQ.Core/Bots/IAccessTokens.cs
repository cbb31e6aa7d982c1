namespace IntelMQ.Bots;

/// <summary>Gives bots access tokens of OAuth 2.0, with which they log in in place of passwords; a host has one where it knows who issues them.</summary>
public interface IAccessTokens
{
    /// <summary>A token that is valid now; asked for at each login.</summary>
    /// <param name="service">The service as a URL without a path, such as <c>imap://mail.example.com:993</c>.</param>
    /// <param name="account">The account's name there.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">There is no token to be had now; the host tries again later.</exception>
    ValueTask<string> GetTokenAsync(Uri service, string account, CancellationToken cancellationToken);
}
