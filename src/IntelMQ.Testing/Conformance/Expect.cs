using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IntelMQ.Testing.Conformance;

/// <summary>Says what came instead of what was expected; so that no test framework is needed.</summary>
internal static class Expect
{
    public static void True([DoesNotReturnIf(false)] bool value)
    {
        if (!value)
            throw new ConformanceException("What was to be so is not.");
    }

    public static void False(bool value)
    {
        if (value)
            throw new ConformanceException("What was not to be so is.");
    }

    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new ConformanceException(string.Create(CultureInfo.InvariantCulture, $"Expected {expected}, but came {actual}."));
    }

    public static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        T[] came = [.. actual];
        if (!expected.SequenceEqual(came))
            throw new ConformanceException($"Expected {string.Join(", ", expected)}, but came {string.Join(", ", came)}.");
    }

    public static void Equal(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (!expected.SequenceEqual(actual))
            throw new ConformanceException($"Expected the bytes {Convert.ToHexString(expected)}, but came {Convert.ToHexString(actual)}.");
    }

    public static void NotNull<T>(T? value)
    {
        if (value is null)
            throw new ConformanceException("Nothing came.");
    }

    public static void Empty<T>(IEnumerable<T> items)
    {
        int count = items.Count();
        if (count > 0)
            throw new ConformanceException(string.Create(CultureInfo.InvariantCulture, $"Nothing was to come, but {count} came."));
    }

    public static T Single<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        return all.Length == 1 ? all[0] : throw new ConformanceException(string.Create(CultureInfo.InvariantCulture, $"One was to come, but {all.Length} came."));
    }

    public static void Contains<T>(T expected, IEnumerable<T> items)
    {
        if (!items.Contains(expected))
            throw new ConformanceException(string.Create(CultureInfo.InvariantCulture, $"{expected} is missing."));
    }

    public static async Task ThrowsAnyAsync<TException>(Func<Task> work)
        where TException : Exception
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (TException)
        {
            return;
        }

        throw new ConformanceException($"A {typeof(TException).Name} was to come, but none came.");
    }
}
