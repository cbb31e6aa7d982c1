using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace IntelMQ.Tests;

/// <summary>
/// How property tests run: the same cases every time, so that a change is judged by what it changes and not by chance.
/// With <c>INTELMQ_FUZZ=N</c> in the environment, other cases at every run, N times as many; a failure prints the seed that <c>WithReplay</c> takes.
/// </summary>
internal static class Fuzz
{
    private const ulong Seed = 0x494E54454C4D51;

    /// <summary>Must be odd.</summary>
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private static readonly int? Times = Environment.GetEnvironmentVariable("INTELMQ_FUZZ") is { Length: > 0 } times
        ? int.Parse(times, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;

    /// <summary>As many cases as FsCheck makes unless told otherwise.</summary>
    public static Config Quick { get; } = Cases(Config.QuickThrowOnFailure.MaxTest);

    public static Config Cases(int count)
        => Times is { } times
            ? Config.QuickThrowOnFailure.WithMaxTest(checked(count * times))
            : Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, Gamma);
}
