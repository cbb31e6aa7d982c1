using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Hosting.Operation;

/// <summary>
/// Alerts as they are kept in the state folder: a running host writes which are raised, whoever takes care writes that, so that neither waits for the
/// other.
/// </summary>
public sealed class AlertFiles
{
    private const int MaxLength = 4 * 1024 * 1024;

    private readonly string _folder;

    /// <summary>The alerts of a state folder; nothing is read yet.</summary>
    public AlertFiles(string stateFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateFolder);
        _folder = Path.Combine(stateFolder, "alerts");
    }

    private string Raised => Path.Combine(_folder, "raised.json");

    private string Care => Path.Combine(_folder, "care.json");

    /// <summary>The alerts that are raised, and who takes care of them.</summary>
    /// <exception cref="IOException">The files cannot be read.</exception>
    public IReadOnlyList<Alert> ReadRaised()
    {
        IReadOnlyDictionary<string, AlertCare> care = ReadCare();
        var alerts = new List<Alert>();
        foreach ((string key, JsonNode? node) in Read(Raised))
        {
            if (key.Split(':', 2) is [var rule, var bot] && node is JsonObject one && Time(one, "since") is { } since)
                alerts.Add(new Alert(rule, bot, Text(one, "text") ?? "", since) { Care = care.GetValueOrDefault(key) ?? AlertCare.None, IsSent = one["sent"] is JsonValue sent && sent.TryGetValue(out bool isSent) && isSent });
        }

        return alerts;
    }

    /// <summary>Who takes care, by the key of the alert.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyDictionary<string, AlertCare> ReadCare()
    {
        var care = new Dictionary<string, AlertCare>(StringComparer.Ordinal);
        foreach ((string key, JsonNode? node) in Read(Care))
        {
            if (node is JsonObject one)
                care[key] = new AlertCare(Text(one, "owner"), Text(one, "note"), Time(one, "acknowledged_until"));
        }

        return care;
    }

    /// <summary>Changes who takes care of an alert; the alert need not be raised.</summary>
    /// <exception cref="IOException">The file cannot be written, or somebody else is writing it.</exception>
    public void Change(string key, Func<AlertCare, AlertCare> change)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(change);
        Directory.CreateDirectory(_folder);
        using var turn = new FileStream(Care + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var all = new Dictionary<string, AlertCare>(ReadCare(), StringComparer.Ordinal);
        all[key] = change(all.GetValueOrDefault(key) ?? AlertCare.None);
        var root = new JsonObject();
        foreach ((string name, AlertCare care) in all.Where(static one => one.Value != AlertCare.None).OrderBy(static one => one.Key, StringComparer.Ordinal))
            root[name] = new JsonObject { ["owner"] = care.Owner, ["note"] = care.Note, ["acknowledged_until"] = care.AcknowledgedUntil?.ToString("O", CultureInfo.InvariantCulture) };
        Write(Care, root);
    }

    internal void WriteRaised(IEnumerable<Alert> alerts)
    {
        Directory.CreateDirectory(_folder);
        var root = new JsonObject();
        foreach (Alert alert in alerts)
            root[alert.Key] = new JsonObject { ["text"] = alert.Text, ["since"] = alert.Since.ToString("O", CultureInfo.InvariantCulture), ["sent"] = alert.IsSent };
        Write(Raised, root);
    }

    private static JsonObject Read(string path)
    {
        if (!File.Exists(path))
            return [];
        if (new FileInfo(path).Length > MaxLength)
            throw new IOException($"The file '{path}' is too long.");
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [];
        }
        catch (JsonException exception)
        {
            throw new IOException($"The file '{path}' is damaged: {exception.Message}", exception);
        }
    }

    private static void Write(string path, JsonObject root)
    {
        string fresh = path + ".new";
        File.WriteAllText(fresh, root.ToJsonString() + "\n");
        File.Move(fresh, path, overwrite: true);
    }

    private static string? Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static DateTimeOffset? Time(JsonObject node, string name)
        => DateTimeOffset.TryParse(Text(node, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
