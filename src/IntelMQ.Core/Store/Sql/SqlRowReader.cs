using System.Data.Common;
using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>Makes events of a table's rows. Values are taken as they stand: what was stored was clean once.</summary>
internal static class SqlRowReader
{
    /// <summary>The columns of a table that are fields.</summary>
    public static IReadOnlyList<BoundField> FieldsOf(IReadOnlyDictionary<string, string> columns, Schema schema)
    {
        var binder = new FilterBinder(schema);
        return
        [
            .. columns.Keys.Where(name => name == "extra" || (schema.TryGetKey(name, out FieldKey? key) && !key.IsExtra))
                .Order(StringComparer.Ordinal)
                .Select(name => binder.BindField(name)!),
        ];
    }

    public static Event Read(DbDataReader row, int first, IReadOnlyList<BoundField> fields, Schema schema)
    {
        var message = new Event(schema);
        for (int i = 0; i < fields.Count; i++)
        {
            if (row.IsDBNull(first + i))
                continue;
            if (fields[i].Key is not { } key)
            {
                message.Set("extra", FieldValue.Json(Encoding.UTF8.GetBytes(row.GetString(first + i))));
                continue;
            }

            if (TextOf(row.GetValue(first + i), fields[i].Form) is { } text)
                message.SetStored(key, FieldValue.Of(KindOf(fields[i].Form), Encoding.UTF8.GetBytes(text)));
        }

        return message;
    }

    /// <summary>A cell as an event has it; <see langword="null"/> for what no event has.</summary>
    public static string? TextOf(object cell, FieldForm form)
    {
        string text = cell switch
        {
            string own => own,
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
        };
        return form switch
        {
            FieldForm.Whole => text.AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9') || text.TrimStart('-').Length == 0 ? null : text,
            FieldForm.Real => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) ? text : null,
            FieldForm.Boolean => text is "true" or "false" ? text : null,
            FieldForm.Time => TimeOf(text),
            FieldForm.Address => IpAddressValue.TryParse(text, out IpAddressValue address) ? address.ToString() : text,
            FieldForm.Network => IpNetworkValue.TryParse(text, HostBits.Cleared, out IpNetworkValue network) ? network.ToString() : text,
            _ => text is "" or "-" or "N/A" ? null : text,
        };
    }

    private static string TimeOf(string text)
    {
        // PostgreSQL's has six digits behind the point, and no zone.
        if (text.Length != 26 || text[19] != '.')
            return text;
        return (text.EndsWith(".000000", StringComparison.Ordinal) ? text[..19] : text) + "+00:00";
    }

    private static FieldValueKind KindOf(FieldForm form) => form switch
    {
        FieldForm.Whole or FieldForm.Real => FieldValueKind.Number,
        FieldForm.Boolean => FieldValueKind.Boolean,
        _ => FieldValueKind.Text,
    };
}
