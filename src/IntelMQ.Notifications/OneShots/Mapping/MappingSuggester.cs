using System.Text;
using IntelMQ.Messages;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>Suggests fields for columns: by a preset whose signs the table has, by the columns' names, and by what most cells hold.</summary>
public static class MappingSuggester
{
    private const double Most = 0.7;
    private const int LongestExtra = 40;

    private static readonly string[] ByContent = ["source.ip", "source.network", "source.url", "time.source", "source.fqdn"];

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["ip"] = "source.ip",
        ["ipaddress"] = "source.ip",
        ["ipaddr"] = "source.ip",
        ["address"] = "source.ip",
        ["sourceip"] = "source.ip",
        ["srcip"] = "source.ip",
        ["ipstr"] = "source.ip",
        ["host"] = "source.fqdn",
        ["hostname"] = "source.fqdn",
        ["fqdn"] = "source.fqdn",
        ["domain"] = "source.fqdn",
        ["port"] = "source.port",
        ["srcport"] = "source.port",
        ["sourceport"] = "source.port",
        ["asn"] = "source.asn",
        ["as"] = "source.asn",
        ["asname"] = "source.as_name",
        ["network"] = "source.network",
        ["cidr"] = "source.network",
        ["prefix"] = "source.network",
        ["country"] = "source.geolocation.cc",
        ["cc"] = "source.geolocation.cc",
        ["countrycode"] = "source.geolocation.cc",
        ["geo"] = "source.geolocation.cc",
        ["city"] = "source.geolocation.city",
        ["time"] = "time.source",
        ["timestamp"] = "time.source",
        ["date"] = "time.source",
        ["datetime"] = "time.source",
        ["lastseen"] = "time.source",
        ["url"] = "source.url",
        ["protocol"] = "protocol.application",
        ["transport"] = "protocol.transport",
        ["dstip"] = "destination.ip",
        ["destinationip"] = "destination.ip",
        ["dstport"] = "destination.port",
        ["destinationport"] = "destination.port",
        ["malware"] = "malware.name",
        ["account"] = "source.account",
        ["username"] = "source.account",
        ["contact"] = "source.abuse_contact",
        ["abusecontact"] = "source.abuse_contact",
    };

    /// <summary>Suggests a mapping.</summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="sample">Some of its rows.</param>
    /// <param name="presets">The presets that are tried, those first that count more.</param>
    /// <param name="schema">The fields that there are.</param>
    public static TableMapping Suggest(IReadOnlyList<string> columns, IReadOnlyList<TableRow> sample, IEnumerable<MappingPreset> presets, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(presets);
        MappingPreset? preset = presets.FirstOrDefault(preset => preset.Signs.Count > 0 && preset.Signs.All(sign => columns.Contains(sign, StringComparer.OrdinalIgnoreCase)));
        return Suggest(columns, sample, preset, schema);
    }

    /// <summary>Suggests a mapping with a preset that was chosen.</summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="sample">Some of its rows.</param>
    /// <param name="preset">The preset; <see langword="null"/> for names and content alone.</param>
    /// <param name="schema">The fields that there are.</param>
    public static TableMapping Suggest(IReadOnlyList<string> columns, IReadOnlyList<TableRow> sample, MappingPreset? preset, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(schema);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var plans = new ColumnPlan?[columns.Count];
        for (int i = 0; i < plans.Length; i++)
        {
            if (preset?.Columns.FirstOrDefault(plan => string.Equals(plan.Column, columns[i], StringComparison.OrdinalIgnoreCase)) is not { } known || FitsContent(known, sample, i, schema) is false)
                continue;
            plans[i] = known with { Column = columns[i], Reason = preset.Name };
            if (known.Field is not null)
                taken.Add(known.Field);
        }

        for (int i = 0; i < plans.Length; i++)
        {
            if (plans[i] is null && FieldOfName(columns[i], schema) is { } field && !taken.Contains(field) && Share(sample, i, field, schema) is not < Most)
            {
                taken.Add(field);
                plans[i] = new ColumnPlan(columns[i], field) { Reason = "by its name" };
            }
        }

        for (int i = 0; i < plans.Length; i++)
        {
            // A name of another kind than its cells, such as "address" with host names, is told by its cells.
            string? field = plans[i] is null ? ByContent.FirstOrDefault(field => !taken.Contains(field) && Share(sample, i, field, schema) > Most && LooksLike(sample, i, field)) : null;
            if (field is not null)
                taken.Add(field);
            plans[i] ??= new ColumnPlan(columns[i], field ?? (preset is null ? $"extra.{ExtraName(columns[i])}" : null)) { Reason = field is null ? null : "by its content" };
        }

        return new TableMapping([.. plans.Select(static plan => plan!)])
        {
            Constants = preset?.Constants ?? new Dictionary<string, string>(),
            Defaults = preset?.Defaults ?? new Dictionary<string, string>(),
            TimeZone = preset?.TimeZone ?? "UTC",
        };
    }

    /// <summary>A column's name as part of <c>extra</c>: small letters, digits and underscores.</summary>
    /// <param name="column">The column's name, or a field that there is not.</param>
    public static string ExtraName(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var name = new StringBuilder();
        foreach (char letter in column.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
                name.Append(letter);
            else if (name.Length > 0 && name[^1] != '_')
                name.Append('_');
            if (name.Length == LongestExtra)
                break;
        }

        string text = name.ToString().Trim('_');
        return text.Length == 0 ? "column" : text;
    }

    private static string? FieldOfName(string column, Schema schema)
    {
        string plain = column.Trim().ToLowerInvariant();
        if (schema.TryGetKey(plain, out FieldKey? key) && (key!.Definition is not null || plain.StartsWith("extra.", StringComparison.Ordinal)))
            return plain;
        return Names.GetValueOrDefault(string.Concat(plain.Where(char.IsAsciiLetterOrDigit)));
    }

    private static bool? FitsContent(ColumnPlan plan, IReadOnlyList<TableRow> sample, int column, Schema schema)
        => plan.Field == "source.ip" ? Share(sample, column, plan.Field, schema) is not < Most && LooksLike(sample, column, plan.Field) : null;

    // Of the cells that hold something, how many the field takes; null where all are empty.
    private static double? Share(IReadOnlyList<TableRow> sample, int column, string field, Schema schema)
    {
        int filled = 0;
        int valid = 0;
        foreach (string cell in Cells(sample, column))
        {
            filled++;
            if (new Event(schema).Set(field, cell).IsStored)
                valid++;
        }

        return filled == 0 ? null : (double)valid / filled;
    }

    // Fields take more than people mean by them: a number can be read as a time, and a word as a name.
    private static bool LooksLike(IReadOnlyList<TableRow> sample, int column, string field) => Cells(sample, column).All(cell => field switch
    {
        "time.source" => cell.Length >= 8 && char.IsAsciiDigit(cell[0]) && cell.AsSpan().ContainsAny('-', '/', ':'),
        "source.fqdn" => cell.Contains('.', StringComparison.Ordinal) && cell.Any(char.IsAsciiLetter) && !cell.Contains(' ', StringComparison.Ordinal),
        "source.ip" => cell.AsSpan().ContainsAny('.', ':'),
        "source.network" => cell.Contains('/', StringComparison.Ordinal),
        _ => true,
    });

    private static IEnumerable<string> Cells(IReadOnlyList<TableRow> sample, int column)
        => sample.Where(row => column < row.Cells.Count).Select(row => row.Cells[column].Trim()).Where(static cell => cell.Length > 0);
}
