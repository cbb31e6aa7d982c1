using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Dashboard.V1;

/// <summary>Where bots stand in a graph, in IntelMQ's file.</summary>
internal sealed class PositionsFile(string path)
{
    private readonly Lock _gate = new();

    /// <summary>The places; none where there is no file, or none that can be read.</summary>
    public JsonObject Read()
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return [];
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(JsonObject positions)
    {
        lock (_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string beside = $"{path}.{Environment.ProcessId}.new";
            File.WriteAllText(beside, positions.ToJsonString(), new UTF8Encoding(false));
            File.Move(beside, path, overwrite: true);
        }
    }
}
