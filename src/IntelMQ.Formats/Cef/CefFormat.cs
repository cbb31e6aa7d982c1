using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>The Common Event Format.</summary>
internal sealed class CefFormat : EventFormat
{
    private const string Product = "IntelMQ for .NET";

    /// <inheritdoc/>
    public override string Name => "cef";

    /// <inheritdoc/>
    public override string Title => "Common Event Format 0";

    /// <inheritdoc/>
    public override string MediaType => "text/plain; charset=utf-8";

    /// <inheritdoc/>
    public override string Specification => "https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.4/pdfdoc/cef-implementation-standard/cef-implementation-standard.pdf";

    /// <inheritdoc/>
    public override IReadOnlyList<FormatRow> Rows => CefTable.Rows;

    /// <inheritdoc/>
    public override void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        var line = new StringBuilder("CEF:0|IntelMQ|IntelMQ for .NET|1|");
        string type = message[Fields.Classification.Type] ?? "";
        CefText.AppendHead(type, line);
        CefText.AppendHead(message[Fields.Classification.Identifier] ?? message[Fields.EventDescription.Text] ?? (type.Length > 0 ? type : "event"), line);
        CefText.AppendHead(SeverityOf(message), line);
        if ((message[Fields.Time.Source] ?? message[Fields.Time.Observation]) is { } time)
            CefText.AppendPair("rt", time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), line);
        CefText.AppendPair("externalId", NameUuid.Of(message).ToString(), line);
        var held = new HashSet<string>(StringComparer.Ordinal) { "classification.type" };
        foreach (CefRow row in CefTable.Keys)
        {
            if (!row.Has(message))
                continue;
            held.Add(row.Field.Name);
            if (row.Label is not null)
                CefText.AppendPair(row.Key + "Label", row.Label, line);
            CefText.AppendPair(row.Key, message.Get(row.Field).ToString(), line);
        }

        if (RestOf(message, held) is { } rest)
            CefText.AppendPair(CefTable.RestKey, rest, line);
        output.Append(line.ToString());
    }

    /// <inheritdoc/>
    public override FormatRead Read(ReadOnlySpan<byte> document, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (document.Length > MaxBytes)
            return FormatRead.Refused($"The line has more than {MaxBytes} bytes.");
        if (!CefText.TryRead(Encoding.UTF8.GetString(document), out string[] head, out Dictionary<string, string> pairs))
            return FormatRead.Refused("The line is no CEF: the seven parts of its head are not all there.");
        var reading = new EventReading(new Event(schema), default);
        if (pairs.TryGetValue(CefTable.RestKey, out string? rest) && JsonDocuments.Read(Encoding.UTF8.GetBytes(rest), json => ReadRest(json, reading)).Reason is { } reason)
            reading.Complain(CefTable.RestKey, $"is left out: {reason.TrimEnd('.')}");
        bool isOurs = head[2] == Product;
        if (isOurs)
            reading.Set("classification.type", head[4].Length > 0 ? head[4] : null, "Signature ID");
        foreach (CefRow row in CefTable.Keys)
        {
            // What a custom key holds is said by its label.
            if (pairs.TryGetValue(row.Key, out string? value) && (row.Label is null || pairs.GetValueOrDefault(row.Key + "Label") == row.Label))
                reading.Set(row.Field.Name, value, row.Key);
        }

        if (!isOurs)
            ReadOther(head, pairs, reading);
        return reading.Message.Count == 0
            ? new FormatRead([], reading.Complaints, "The line has no key that CEF and events share.")
            : new FormatRead([reading.Message], reading.Complaints, null);
    }

    private static FormatRead ReadRest(JsonElement json, EventReading reading)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Name == "raw")
                reading.SetRaw(member.Value);
            else if (JsonForm.Same.TryRead(member.Value, reading.Text, out FieldValue value))
                reading.Set(member.Name, value, member.Name);
        }

        return new FormatRead([], [], null);
    }

    private static void ReadOther(string[] head, Dictionary<string, string> pairs, EventReading reading)
    {
        reading.Set("classification.identifier", head[4].Length > 0 ? head[4] : null, "Signature ID");
        reading.Set("event_description.text", head[5].Length > 0 ? head[5] : null, "Name");
        if (pairs.TryGetValue("rt", out string? time))
        {
            bool isNumber = long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds < 253_402_300_800_000;
            reading.Set("time.source", isNumber ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture) : time, "rt");
        }
    }

    private static string? RestOf(Event message, HashSet<string> held)
    {
        var json = new Utf8Buffer();
        foreach (FieldEntry field in message)
        {
            if (held.Contains(field.Key.Name))
                continue;
            json.Append(json.Length == 0 ? "{"u8 : ","u8);
            PythonJson.WriteString(field.Key.NameUtf8, json, ascii: false);
            json.Append((byte)':');
            JsonFields.Append(field.Value, json);
        }

        if (json.Length == 0)
            return null;
        json.Append((byte)'}');
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static string SeverityOf(Event message) => message[Fields.Severity]?.ToLowerInvariant() switch
    {
        "critical" => "10",
        "high" => "8",
        "low" => "3",
        "info" or "informational" => "1",
        _ => "5",
    };
}
