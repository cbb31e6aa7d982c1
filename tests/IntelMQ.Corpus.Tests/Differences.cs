using System.Text.Json;

namespace IntelMQ.Corpus.Tests;

/// <summary>The cases that are answered otherwise on purpose, with the reasons.</summary>
internal static class Differences
{
    public static string File { get; } = Path.Combine(CorpusFolder.Checkout, "docs", "differences.jsonl");

    public static IReadOnlyDictionary<string, string> Accepted { get; } = Read();

    private static Dictionary<string, string> Read()
    {
        var accepted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in System.IO.File.ReadLines(File).Where(static line => !string.IsNullOrWhiteSpace(line)))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            accepted.Add(document.RootElement.GetProperty("id").GetString()!, document.RootElement.GetProperty("reason").GetString()!);
        }

        return accepted;
    }
}
