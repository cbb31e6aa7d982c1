using System.Text.Json;

namespace IntelMQ.Corpus.Tests;

/// <summary>The cases that are answered otherwise on purpose, with the reasons.</summary>
internal static class Differences
{
    public static string File { get; } = Path.Combine(CorpusFolder.Checkout, "docs", "differences.jsonl");

    /// <summary>Each difference: the case, the file that it stands in (empty where the case's name says enough), and why.</summary>
    public static IReadOnlyList<Difference> All { get; } = Read();

    /// <summary>The difference of a case; null where it is to be answered as recorded.</summary>
    public static Difference? Of(string file, string id) => All.FirstOrDefault(difference => difference.Id == id && (difference.File.Length == 0 || difference.File == file));

    private static List<Difference> Read()
    {
        var accepted = new List<Difference>();
        foreach (string line in System.IO.File.ReadLines(File).Where(static line => !string.IsNullOrWhiteSpace(line)))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            accepted.Add(new Difference(
                document.RootElement.GetProperty("id").GetString()!,
                document.RootElement.TryGetProperty("file", out JsonElement file) ? file.GetString()! : "",
                document.RootElement.GetProperty("reason").GetString()!));
        }

        return accepted;
    }
}

/// <summary>A case that is answered otherwise on purpose.</summary>
/// <param name="Id">The case.</param>
/// <param name="File">The corpus file that it stands in; empty where the case's name says enough.</param>
/// <param name="Reason">Why.</param>
internal sealed record Difference(string Id, string File, string Reason);
