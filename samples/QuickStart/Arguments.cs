using System.Diagnostics.CodeAnalysis;

namespace QuickStart;

/// <summary>What the command line says.</summary>
/// <param name="Input">The folder with reports; <see langword="null"/> for the sample's own.</param>
/// <param name="Output">The folder for what comes out; <see langword="null"/> for <c>artifacts/quickstart</c>.</param>
/// <param name="Schema">Shadowserver's file of report types; <see langword="null"/> for the sample's own.</param>
internal sealed record Arguments(string? Input, string? Output, string? Schema)
{
    public const string Usage = """
        Reads Shadowserver's reports (.csv) of a folder, and writes events as JSON lines.

        Usage: dotnet run --project samples/QuickStart [-- OPTIONS]

          --input FOLDER    the reports; by default the one that comes with the sample
          --output FOLDER   where events and failures go; by default artifacts/quickstart
          --schema FILE     Shadowserver's schema of its reports; by default the part that comes with the sample
          --help            this
        """;

    /// <summary>Reads the command line.</summary>
    /// <param name="args">The words.</param>
    /// <param name="arguments">What they say; <see langword="null"/> where help is asked for.</param>
    /// <param name="complaint">What is wrong with them, in a line.</param>
    public static bool TryRead(string[] args, out Arguments? arguments, [NotNullWhen(false)] out string? complaint)
    {
        arguments = null;
        complaint = null;
        if (args.Any(static word => word is "--help" or "-h" or "-?"))
            return true;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i += 2)
        {
            string name = args[i];
            if (name is not ("--input" or "--output" or "--schema"))
                complaint = $"There is no option '{name}'.";
            else if (i + 1 == args.Length)
                complaint = $"{name} needs a path behind it.";
            else if (!values.TryAdd(name, args[i + 1]))
                complaint = $"{name} is given twice.";
            if (complaint is not null)
                return false;
        }

        arguments = new Arguments(values.GetValueOrDefault("--input"), values.GetValueOrDefault("--output"), values.GetValueOrDefault("--schema"));
        if (arguments.Input is { } input && !Directory.Exists(input))
            complaint = $"There is no folder {input}.";
        else if (arguments.Input is { } empty && !Directory.EnumerateFiles(empty, "*.csv").Any())
            complaint = $"The folder {empty} holds no report (*.csv).";
        else if (arguments.Schema is { } schema && !File.Exists(schema))
            complaint = $"There is no file {schema}.";
        return complaint is null;
    }
}
