using IntelMQ.Export;

namespace IntelMQ.Tool.Commands.Convert;

/// <summary>What events are written as.</summary>
/// <param name="IsTable">As a table, CSV.</param>
/// <param name="Format">In a format of other programs; <see langword="null"/> for IntelMQ's JSON, an object a line, or a table.</param>
internal sealed record EventForm(bool IsTable, EventFormat? Format)
{
    /// <summary>The names that there are.</summary>
    public static string[] Names { get; } = ["jsonl", "csv", .. Installed.Bots.Formats.Select(static format => format.Name)];

    /// <summary>The form of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static EventForm Of(string name) => name.ToLowerInvariant() switch
    {
        "jsonl" => new EventForm(false, null),
        "csv" => new EventForm(true, null),
        var other => new EventForm(false, Installed.Bots.Formats.FirstOrDefault(format => format.Name == other) ?? throw new ArgumentException($"--to cannot be '{name}': it is one of {string.Join(", ", Names)}.")),
    };
}
