using System.Collections.Concurrent;
using IntelMQ.Dashboard.Access;

namespace IntelMQ.Dashboard.Tests.Support;

/// <summary>Hashes that are made once: they are slow on purpose.</summary>
internal static class SampleHashes
{
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    public static string Of(string password) => Known.GetOrAdd(password, Passwords.Hash);
}
