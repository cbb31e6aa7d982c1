using System.Text.Json;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>Reads objects, one on each line. The columns are the members of the first objects; what later ones have beside these is passed over.</summary>
internal static class JsonTable
{
    private const int Head = 200;
    private const int Deepest = 5;

    // Objects whose members are what is told: names of vulnerabilities.
    private const string NamesAsValues = "vulns";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static IEnumerable<TableRow> Read(Stream stream, TableSettings settings, TableLimits limits, Action<IReadOnlyList<string>> columnsFound)
    {
        var head = new List<(long Line, Dictionary<string, string> Members, string? Fault)>();
        var columns = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        using IEnumerator<(long Line, string Text)> lines = TextLines.Read(stream, settings, limits).GetEnumerator();
        bool more = true;
        while (head.Count < Head && (more = lines.MoveNext()))
        {
            Dictionary<string, string> members = MembersOf(lines.Current.Text, limits, out string? fault);
            head.Add((lines.Current.Line, members, fault));
            foreach (string name in members.Keys)
            {
                if (columns.Count < limits.Columns && known.Add(name))
                    columns.Add(name);
            }
        }

        columnsFound(columns);
        long number = 0;
        foreach ((long line, Dictionary<string, string> members, string? fault) in head)
            yield return RowOf(++number, line, members, fault, columns);
        head.Clear();
        while (more && lines.MoveNext())
        {
            Dictionary<string, string> members = MembersOf(lines.Current.Text, limits, out string? fault);
            yield return RowOf(++number, lines.Current.Line, members, fault, columns);
        }
    }

    private static TableRow RowOf(long number, long line, Dictionary<string, string> members, string? fault, List<string> columns)
    {
        var cells = new string[columns.Count];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = members.GetValueOrDefault(columns[i], "");
        return new TableRow(number, line, cells) { Fault = fault };
    }

    private static Dictionary<string, string> MembersOf(string line, TableLimits limits, out string? fault)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        fault = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Add(members, "", document.RootElement, 0, limits.Columns);
            else
                fault = "The line is no JSON object.";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            fault = "The line is no JSON object.";
            members.Clear();
        }

        return members;
    }

    private static void Add(Dictionary<string, string> members, string prefix, JsonElement value, int depth, int most)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (members.Count >= most)
                return;
            string name = prefix + member.Name;
            if (member.Value.ValueKind != JsonValueKind.Object || depth == Deepest)
                members[name] = TextOf(member.Value);
            else if (member.Name == NamesAsValues)
                members[name] = string.Join(',', member.Value.EnumerateObject().Select(static each => each.Name));
            else
                Add(members, name + ".", member.Value, depth + 1, most);
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when value.EnumerateArray().All(static item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            => string.Join(',', value.EnumerateArray().Select(TextOf)),
        _ => value.GetRawText(),
    };
}
