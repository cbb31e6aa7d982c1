using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;

namespace IntelMQ.Bots.Parsers;

/// <summary>
/// Keeps what objects hold beside the members that a map asks for below <c>extra.</c>, under names of the usual form: feeds get new members,
/// which should be neither lost nor in the way.
/// </summary>
internal sealed class UnknownMembers
{
    private const int MaxAlike = 16;
    private const int MaxKept = 256;

    private readonly byte[][] _known;

    private UnknownMembers(FieldMap map, string[] others)
        => _known =
        [
            .. map.SelectMany(static rule => rule.Columns).Select(static name => name.Split('.')[0]).Concat(others)
                .Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes),
        ];

    /// <summary>A map of objects, and what they hold beside it.</summary>
    /// <param name="map">The map.</param>
    /// <param name="others">Members that are known, and are not kept.</param>
    public static FieldMap KeptBeside(FieldMap map, params string[] others)
        => [.. map, Rules.Complete(new UnknownMembers(map, others).Keep, "members that are new are kept below `extra.`")];

    private RowOutcome Keep(RowEvent row)
    {
        // Mostly there are none.
        if (!HasUnknown(row.Row.Line))
            return RowOutcome.Keep;
        using JsonDocument? document = JsonReport.Parse(row.Row.Line.ToArray());
        if (document?.RootElement.ValueKind != JsonValueKind.Object)
            return RowOutcome.Keep;
        int kept = 0;
        foreach ((string name, JsonElement value) in JsonReport.Members(document.RootElement))
        {
            if (!IsKnown(Encoding.UTF8.GetBytes(name)) && kept++ < MaxKept)
                Store(row, Rules.Extra(name).FieldName, JsonReport.ValueOf(value));
        }

        return RowOutcome.Keep;
    }

    private static void Store(RowEvent row, string field, FieldValue value)
    {
        if (value.IsIgnored)
            return;
        for (int i = 1; i <= MaxAlike; i++)
        {
            string free = i == 1 ? field : $"{field}_{i}";
            if (!row.Get(free).IsMissing)
                continue;
            row.Set(free, value);
            return;
        }
    }

    private bool HasUnknown(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueIsEscaped || !IsKnown(reader.ValueSpan))
                    return true;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The row has been read before, and what is nested too deep there is a failure.
            return false;
        }

        return false;
    }

    private bool IsKnown(ReadOnlySpan<byte> name)
    {
        foreach (byte[] known in _known)
        {
            if (name.SequenceEqual(known))
                return true;
        }

        return false;
    }
}
