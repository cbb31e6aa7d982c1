using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Replay.Api;
using IntelMQ.Replay.Dumps;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Runtime;
using IntelMQ.Schemas;

namespace IntelMQ.Replay;

/// <summary>Goes through a corpus folder and answers its questions.</summary>
/// <param name="corpus">
/// The folder with <c>types.jsonl</c>, <c>messages.jsonl</c>, <c>bots</c>, <c>outputs</c>, <c>collectors</c>, <c>dumps</c>, <c>runtime</c>, <c>tools</c> and <c>api</c>; each may be missing.
/// </param>
/// <param name="schema">The fields that messages may have.</param>
public sealed class ReplayRunner(string corpus, Schema schema) : IAsyncDisposable
{
    private static readonly string[] Folders = ["bots", "outputs", "collectors", "dumps", "runtime", "tools", "api"];

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 1000 };

    private readonly BotReplay _bots = new(schema, corpus);
    private readonly ObservedReplay _observed = new(schema);
    private ApiReplay? _api;

    /// <summary>Part of a file's relative path; files without it are left out.</summary>
    public string Only { get; init; } = "";

    /// <summary>The relative paths of the corpus' files, in order.</summary>
    public IReadOnlyList<string> Files()
    {
        IEnumerable<string> files = Folders
            .Select(folder => Path.Combine(corpus, folder))
            .Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(corpus, file));
        files = files.Concat(((string[])["types.jsonl", "messages.jsonl"]).Where(file => File.Exists(Path.Combine(corpus, file))));
        return [.. files.Where(file => file.Contains(Only, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Writes the answers below a results folder, under the same relative paths.</summary>
    public async Task WriteAsync(string results)
    {
        foreach (string file in Files())
        {
            string target = Path.Combine(results, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var stream = new StreamWriter(target, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            stream.NewLine = "\n";
            await foreach ((_, string answer) in AnswerAsync(file))
                await stream.WriteLineAsync(answer);
        }
    }

    /// <summary>A file's cases and their answers, as JSON, in the order of the cases.</summary>
    public async IAsyncEnumerable<(string Case, string Answer)> AnswerAsync(string file)
    {
        await foreach (string line in File.ReadLinesAsync(Path.Combine(corpus, file)))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var buffer = new ArrayBufferWriter<byte>();
            await using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
                await AnswerAsync(file, line, writer);
            yield return (line, Encoding.UTF8.GetString(buffer.WrittenSpan));
        }
    }

    /// <summary>Hands every kept failure of the bots to its bot again.</summary>
    /// <returns>A sentence for each that does not fail again, once.</returns>
    public async Task<IReadOnlyList<string>> CheckFailuresAsync()
    {
        var complaints = new List<string>();
        foreach (string file in Files().Where(IsOfBots))
        {
            await foreach (string line in File.ReadLinesAsync(Path.Combine(corpus, file)))
            {
                if (TryParse(line) is not { } document)
                    continue;
                using (document)
                    complaints.AddRange(await _bots.CheckFailuresAsync(document.RootElement));
            }
        }

        return complaints;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        await _observed.DisposeAsync();
    }

    private async Task AnswerAsync(string file, string line, Utf8JsonWriter writer)
    {
        using JsonDocument? document = TryParse(line);
        if (document is null)
            Answers.WriteUnreadable(line, writer);
        else if (file == "types.jsonl")
            TypeReplay.Answer(document.RootElement, schema, writer);
        else if (file == "messages.jsonl")
            MessageReplay.Answer(document.RootElement, schema, writer);
        else if (file.StartsWith("runtime", StringComparison.Ordinal))
            (await RuntimeReplay.RunAsync(document.RootElement)).WriteTo(writer);
        else if (file.StartsWith("dumps", StringComparison.Ordinal))
            (await DumpsReplay.RunAsync(document.RootElement)).WriteTo(writer);
        else if (file.StartsWith("api", StringComparison.Ordinal))
            (await (_api ??= await ApiReplay.OpenAsync(Path.Combine(corpus, file))).RunAsync(document.RootElement)).WriteTo(writer);
        else if (!IsOfBots(file))
            (await _observed.RunAsync(document.RootElement)).WriteTo(writer);
        else
            (await _bots.RunAsync(document.RootElement)).WriteTo(writer);
    }

    private static bool IsOfBots(string file) => file.StartsWith("bots", StringComparison.Ordinal);

    private static JsonDocument? TryParse(string line)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(line, ReaderOptions);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
        }

        return null;
    }
}
