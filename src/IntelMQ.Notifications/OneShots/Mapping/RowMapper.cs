using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>Makes events of rows, and says of each cell that cannot be used why. Never throws for what a row holds. Not thread-safe.</summary>
public sealed class RowMapper
{
    // What is kept of a row as it stood; banners hold whole pages.
    private const int MaxRaw = 8192;

    private readonly Schema _schema;
    private readonly TableMapping _mapping;
    private readonly TimeZoneInfo _zone;
    private readonly (int Cell, ColumnPlan Plan, bool IsTime)[] _plans;
    private readonly string[][] _required;

    /// <summary>Makes a mapper.</summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="mapping">How rows become events; columns that the table lacks are empty.</param>
    /// <param name="schema">The fields that there are.</param>
    /// <exception cref="ArgumentException"><see cref="TableMapping.Complaints"/> has something to say.</exception>
    public RowMapper(IReadOnlyList<string> columns, TableMapping mapping, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(schema);
        if (mapping.Complaints(schema) is [var complaint, ..])
            throw new ArgumentException(complaint, nameof(mapping));
        _schema = schema;
        _mapping = mapping;
        _zone = TimeZoneInfo.FindSystemTimeZoneById(mapping.TimeZone);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
            places.TryAdd(columns[i], i);
        _plans = [.. mapping.Columns.Where(plan => plan.Field is not null && places.ContainsKey(plan.Column))
            .Select(plan => (places[plan.Column], plan, schema.Key(plan.Field!).Definition?.Type == HarmonizationTypes.DateTime))];
        _required = [.. mapping.Required.Select(static each => each.Split('|'))];
    }

    /// <summary>Makes an event of a row.</summary>
    /// <param name="row">The row.</param>
    public MappedRow Map(TableRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Fault is { } fault)
            return new MappedRow(row.Number, null, [new CellError(row.Number, row.Line, null, null, CellError.Shown(string.Join(',', row.Cells.Take(10))), fault)]);
        var message = new Event(_schema);
        List<CellError>? errors = null;
        foreach ((string field, string value) in _mapping.Constants)
            message.Set(field, value);
        foreach ((int cell, ColumnPlan plan, bool isTime) in _plans)
        {
            string value = cell < row.Cells.Count ? row.Cells[cell] : "";
            if (plan.TakesFirst && value.IndexOf(',', StringComparison.Ordinal) is >= 0 and var comma)
                value = value[..comma];
            value = value.Trim();
            if (value.Length == 0 || message.Contains(plan.Field!))
                continue;
            if (Store(message, plan.Field!, value, isTime) is { } reason)
                (errors ??= []).Add(new CellError(row.Number, row.Line, plan.Column, plan.Field, CellError.Shown(value), reason));
        }

        if (errors is not null)
            return new MappedRow(row.Number, null, errors);
        foreach ((string field, string value) in _mapping.Defaults)
            message.SetIfAbsent(field, value);
        foreach (string[] fields in _required)
        {
            if (!Array.Exists(fields, message.Contains))
                (errors ??= []).Add(new CellError(row.Number, row.Line, null, fields[0], "", $"{string.Join(" or ", fields)} is missing."));
        }

        if (errors is not null)
            return new MappedRow(row.Number, null, errors);
        message.SetIfAbsent("raw", Convert.ToBase64String(Encoding.UTF8.GetBytes(RawOf(row))));
        return new MappedRow(row.Number, message, []);
    }

    private string? Store(Event message, string field, string value, bool isTime)
    {
        if (isTime && DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out DateTime time) && time.Kind == DateTimeKind.Unspecified)
        {
            if (_zone.IsInvalidTime(time))
                return $"There was no such time in {_zone.Id}: the clock was put forward.";
            value = TimeZoneInfo.ConvertTimeToUtc(time, _zone).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF+00:00", CultureInfo.InvariantCulture);
        }

        SetResult result = message.Set(field, value);
        return result.IsRefused ? CellError.Shown(result.Reason ?? "The value is not valid.") : null;
    }

    private static string RawOf(TableRow row)
    {
        var raw = new StringBuilder();
        foreach (string cell in row.Cells)
        {
            if (raw.Length > MaxRaw)
                break;
            string text = cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
            raw.Append(raw.Length == 0 ? "" : ",").Append(text.AsSpan(0, Math.Min(text.Length, MaxRaw)));
        }

        return raw.ToString();
    }
}
