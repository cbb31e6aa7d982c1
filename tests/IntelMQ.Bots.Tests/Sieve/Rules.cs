using IntelMQ.Bots.Sieve;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Sieve;

/// <summary>Short ways to read and run rules.</summary>
internal static class Rules
{
    public static SieveProgram Parse(string text, TimeProvider? time = null)
    {
        Assert.True(SieveProgram.TryParse(text, Schema.Default, time ?? new FakeClock(), out SieveProgram? program, out IReadOnlyList<SieveError> errors), string.Join('\n', errors));
        return program;
    }

    public static string Errors(string text)
    {
        Assert.False(SieveProgram.TryParse(text, Schema.Default, out SieveProgram? program, out IReadOnlyList<SieveError> errors));
        Assert.Null(program);
        return string.Join('\n', errors);
    }

    /// <summary>Whether a condition is true for an event given as JSON with single quotes.</summary>
    public static bool Matches(string condition, string json)
        => Parse($"if {condition} {{ drop }}").Run(Events.Of(json.Replace('\'', '"'))).IsDrop;

    /// <summary>The event after the rules ran.</summary>
    public static string Apply(string rules, string json)
    {
        Event message = Events.Of(json.Replace('\'', '"'));
        Parse(rules).Run(message);
        return Events.Flat(message);
    }
}
