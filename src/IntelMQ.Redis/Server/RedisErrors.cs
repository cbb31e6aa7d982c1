using StackExchange.Redis;

namespace IntelMQ.Redis.Server;

/// <summary>What the server or the way to it says, as sentences.</summary>
internal static class RedisErrors
{
    public static bool IsOne(Exception exception) => exception is RedisException or TimeoutException or ObjectDisposedException;

    public static IOException Translate(Exception exception, string address)
    {
        string message = exception.Message;
        return new IOException(exception is RedisServerException ? $"Redis at {address} {Say(message)}" : SayConnection(exception, address), exception);
    }

    private static string SayConnection(Exception exception, string address)
    {
        string text = exception.ToString();
        if (text.Contains("WRONGPASS", StringComparison.Ordinal) || text.Contains("invalid password", StringComparison.Ordinal))
            return $"Redis at {address} refuses the user or the password.";
        if (text.Contains("NOAUTH", StringComparison.Ordinal))
            return $"Redis at {address} asks for a password, and none is set.";
        if (exception is TimeoutException)
            return $"Redis at {address} did not answer in time; whether it has done what was asked is not known.";
        return exception is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            ? $"Redis at {address} refuses the user or the password."
            : $"Redis at {address} cannot be reached.";
    }

    // The word at the start is part of the protocol; those without one come from commands within scripts.
    private static string Say(string message) => message switch
    {
        _ when Has(message, "LOADING") => "is still loading its data.",
        _ when Has(message, "OOM ") => "has no memory left: its maxmemory is used up.",
        _ when Has(message, "WRONGPASS") => "refuses the user or the password.",
        _ when Has(message, "NOAUTH") => "asks for a password, and none is set.",
        _ when Has(message, "NOPERM") => $"does not allow the user what the queues need: {message}",
        _ when Has(message, "MISCONF") => "cannot save its data to disk and takes no more.",
        _ when Has(message, "READONLY") => "is a replica, which takes no changes.",
        _ when Has(message, "BUSY") => "is busy with a script of somebody else.",
        _ when Has(message, "WRONGTYPE") => "holds something else than a list under the name of a queue.",
        _ when Has(message, "DB index is out of range") => "has fewer databases than the settings name.",
        _ => $"refuses: {message}",
    };

    private static bool Has(string message, string word) => message.Contains(word, StringComparison.Ordinal);
}
