using System.Globalization;
using System.Security.Cryptography;

namespace IntelMQ.Dashboard.Access;

/// <summary>
/// Hashes of passwords: PBKDF2 with SHA-256, 600,000 rounds (OWASP's figure of 2023) and 16 bytes of salt, written as
/// <c>pbkdf2-sha256$rounds$salt$hash</c>.
/// </summary>
public static class Passwords
{
    /// <summary>The shortest password that is taken.</summary>
    public const int ShortestLength = 12;

    /// <summary>The longest, so that nobody has megabytes hashed.</summary>
    public const int LongestLength = 1024;

    private const string Kind = "pbkdf2-sha256";
    private const int Rounds = 600_000;
    private const int MostRounds = 10_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // Is compared with where there is no such user, so that this takes as long.
    private static readonly string Nobody = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltBytes)));

    /// <summary>The hash of a password.</summary>
    public static string Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA256, HashBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Kind}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Whether a password is the one of a hash. Takes as long where there is none.</summary>
    public static bool Verify(string password, string? hash)
    {
        ArgumentNullException.ThrowIfNull(password);
        bool isKnown = TryRead(hash, out int rounds, out byte[] salt, out byte[] expected);
        if (!isKnown)
            TryRead(Nobody, out rounds, out salt, out expected);
        byte[] given = Rfc2898DeriveBytes.Pbkdf2(password.Length > LongestLength ? "" : password, salt, rounds, HashAlgorithmName.SHA256, expected.Length);
        return CryptographicOperations.FixedTimeEquals(given, expected) && isKnown && password.Length is > 0 and <= LongestLength;
    }

    private static bool TryRead(string? text, out int rounds, out byte[] salt, out byte[] hash)
    {
        (rounds, salt, hash) = (0, [], []);
        if (text?.Split('$') is not [Kind, var count, var saltText, var hashText] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds is < 1 or > MostRounds)
            return false;
        Span<byte> buffer = stackalloc byte[64];
        if (!Convert.TryFromBase64String(saltText, buffer, out int written))
            return false;
        salt = buffer[..written].ToArray();
        if (!Convert.TryFromBase64String(hashText, buffer, out written) || written < HashBytes)
            return false;
        hash = buffer[..written].ToArray();
        return true;
    }
}
