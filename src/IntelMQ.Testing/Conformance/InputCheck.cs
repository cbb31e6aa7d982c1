using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Testing.Conformance;

/// <summary>A parser throws on no input, changes no report, may be left midway, and keeps what failed so that it fails again, once.</summary>
internal static class InputCheck
{
    private const int MaxViolations = 20;

    public static void Run(Parser parser, Schema schema, List<string> violations)
    {
        foreach (byte[] input in RandomInput.All())
        {
            var report = new Report(input, schema);
            byte[] before = report.ToJson();
            foreach (Failure failure in parser.Parse(report).Failures)
            {
                if (failure.Exception is { } exception)
                    violations.Add($"The parser throws {exception.GetType().Name} on {Shown(input)}: {exception.Message}");
                else
                    CheckAgain(parser, failure, violations);
                if (violations.Count > MaxViolations)
                    return;
            }

            if (!report.ToJson().AsSpan().SequenceEqual(before))
                violations.Add($"The parser changes its report, {Shown(input)}.");
            Leave(parser, report);
        }
    }

    // As a host does that is told to stop: it asks for no more elements, and hands over the next report.
    private static void Leave(Parser parser, Report report)
    {
        using IEnumerator<ParsedItem> elements = parser.Read(report).GetEnumerator();
        elements.MoveNext();
    }

    private static void CheckAgain(Parser parser, Failure failure, List<string> violations)
    {
        if (!failure.Message.Contains(Fields.Raw))
        {
            violations.Add($"A failure is kept without raw: {failure}");
            return;
        }

        // What was cut short cannot be the same again.
        if (failure.TruncatedFrom > 0 || failure.Message is not Report kept)
            return;
        int again = parser.Parse(kept).Failures.Count;
        if (again != 1)
            violations.Add($"What is kept as failed ({failure}) gives {again} failures when it is parsed again: {Shown(kept.Raw.Span)}");
    }

    private static string Shown(ReadOnlySpan<byte> bytes)
        => $"{Convert.ToHexString(bytes[..Math.Min(bytes.Length, 60)])}{(bytes.Length > 60 ? "..." : "")} ({bytes.Length} bytes)";
}
