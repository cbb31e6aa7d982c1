using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntelMQ.Corpus.Tests;

/// <summary>How many cases of each file were answered as recorded when somebody last looked: what must not fall again.</summary>
internal sealed class Ratchet
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, Score> _scores = new(StringComparer.Ordinal);
    private readonly string _path;

    private Ratchet(string path) => _path = path;

    public static string File { get; } = Path.Combine(CorpusFolder.Checkout, "tests", "IntelMQ.Corpus.Tests", "ratchet.json");

    /// <summary>Whether new figures are to be written instead of compared.</summary>
    public static bool Accepts => Environment.GetEnvironmentVariable("INTELMQ_ACCEPT") == "1";

    public static Ratchet Read(string path)
    {
        var ratchet = new Ratchet(path);
        if (!System.IO.File.Exists(path))
            return ratchet;
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
        foreach (JsonProperty line in document.RootElement.EnumerateObject())
        {
            string[] parts = line.Value.GetString()!.Split('/');
            ratchet._scores[line.Name] = new Score(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        return ratchet;
    }

    /// <summary>The figures of a file; none of none where the file is new.</summary>
    public Score this[string file] => _scores.GetValueOrDefault(file);

    public void Write(string file, Score score)
    {
        _scores[file] = score;
        using FileStream stream = System.IO.File.Create(_path);
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            foreach ((string name, Score held) in _scores)
                writer.WriteString(name, held.ToString());
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}

/// <summary>Cases answered as recorded, of how many.</summary>
internal readonly record struct Score(int Matched, int Total)
{
    public double Rate => Total == 0 ? 0 : (double)Matched / Total;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Matched}/{Total}");
}
