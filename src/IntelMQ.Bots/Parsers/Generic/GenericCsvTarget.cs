using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Generic;

/// <summary>What became of a value that was tried for a field.</summary>
internal enum TargetOutcome
{
    /// <summary>The column is done: stored, or nothing to store.</summary>
    Done,

    /// <summary>The field does not take the value; another may.</summary>
    Refused,

    /// <summary>The row is a failure.</summary>
    Failed,
}

/// <summary>One of the fields that a column may become, and how its cells are read for that field.</summary>
internal sealed class GenericCsvTarget(string name)
{
    /// <summary>The field's name, as the parameter has it.</summary>
    public string Name => name;

    /// <summary>Whether the cell is passed over.</summary>
    public bool IsIgnored => name is "" or "__IGNORE__";

    /// <summary>Whether the value is a time in the format of <c>time_format</c>.</summary>
    public bool IsTime => name is "time.source" or "time.destination";

    /// <summary>Whether the value is a URL that may lack its protocol.</summary>
    public bool IsUrl => name.EndsWith(".url", StringComparison.Ordinal);

    /// <summary>Only what this finds in the cell counts.</summary>
    public PythonPattern? Pattern { get; init; }

    /// <summary>Whether the cell holds JSON.</summary>
    public bool IsJson { get; init; }

    public required TimeFormat Time { get; init; }

    public required byte[] UrlProtocol { get; init; }

    /// <summary>Translates values; <see langword="null"/> where nothing is translated.</summary>
    public TextMap? Translation { get; init; }

    /// <summary>Whether what the translation lacks is refused.</summary>
    public bool NeedsTranslation { get; init; }

    /// <summary>Whether a rule of a map can say it all.</summary>
    public bool IsPlain => Pattern is null && !IsJson && Translation is null;

    /// <summary>The rule, for a column by its position and the type of the field, which has none below <c>extra.</c></summary>
    public ColumnRule ToRule(int position, HarmonizationType? type, bool required)
    {
        ColumnRule rule = Rules.Column(position, name) with
        {
            WhenSet = OccupiedFieldPolicy.Fail,
            WhenInvalid = required ? InvalidValuePolicy.Fail : InvalidValuePolicy.LeaveOut,
        };
        if (IsTime)
        {
            return rule.With((value, buffer) => value.Utf8.IsEmpty ? Harmonized.None : Time.Convert(value.Utf8, buffer), Time.ToString() ?? "") with
            {
                ConverterHarmonizes = type == HarmonizationTypes.DateTime,
            };
        }

        return IsUrl ? rule.With((value, buffer) => value.Utf8.IsEmpty ? Harmonized.None : WithProtocol(value, buffer), "with a protocol in front") : rule;
    }

    /// <summary>Tries a cell that is not empty.</summary>
    public TargetOutcome Try(FieldValue value, RowEvent row, out string reason)
    {
        reason = "";
        if (Pattern is not null)
            value = Find(value, out reason);
        if (reason.Length > 0)
            return TargetOutcome.Failed;
        if (IsIgnored)
            return TargetOutcome.Done;
        if (IsJson && !TryReadJson(value, out value))
        {
            reason = "is not JSON, or null";
            return TargetOutcome.Failed;
        }

        var buffer = new Utf8Buffer();
        if (IsTime)
        {
            Harmonized time = Time.Convert(value.Utf8, buffer);
            if (!time.IsValid)
                return Refuse(time.Reason!, out reason);
            value = time.Value(value, buffer);
        }
        else if (IsUrl)
        {
            if (value.Kind == FieldValueKind.Null)
                return Refuse("is not in the cell", out reason);
            value = WithProtocol(value, buffer).Value(value, buffer);
        }
        else if (Translation is not null)
        {
            if (Translation.TryGetValue(value.ToString(), out string? translated))
                value = FieldValue.Text(Encoding.UTF8.GetBytes(translated));
            else if (NeedsTranslation)
                return Refuse("is not a type that type_translation knows", out reason);
        }

        return Store(name, value, row, out reason);
    }

    /// <summary>Stores a value in a field that must not be set yet.</summary>
    public static TargetOutcome Store(string field, FieldValue value, RowEvent row, out string reason)
    {
        reason = "";
        if (value.IsIgnored)
            return TargetOutcome.Done;
        if (!row.Get(field).IsMissing)
        {
            reason = "has been set already";
            return TargetOutcome.Failed;
        }

        SetResult result = row.Set(field, value);
        if (!result.IsRefused)
            return TargetOutcome.Done;
        reason = result.Reason ?? "is refused";
        return result.Status == SetStatus.UnknownField ? TargetOutcome.Failed : TargetOutcome.Refused;
    }

    private static TargetOutcome Refuse(string why, out string reason)
    {
        reason = why;
        return TargetOutcome.Refused;
    }

    private FieldValue Find(FieldValue value, out string reason)
    {
        RegexOutcome outcome = Pattern!.FirstMatch(value.ToString(), out Match match);
        reason = outcome == RegexOutcome.TimedOut ? "could not be searched for by column_regex_search in time" : "";
        return outcome == RegexOutcome.Match ? FieldValue.Text(Encoding.UTF8.GetBytes(match.Value)) : FieldValue.Null;
    }

    private Harmonized WithProtocol(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind != FieldValueKind.Text || value.Utf8.IndexOf("://"u8) >= 0)
            return Harmonized.Slice(value.Kind, 0, value.Utf8.Length);
        int start = buffer.Length;
        buffer.Append(UrlProtocol);
        buffer.Append(value.Utf8);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static bool TryReadJson(FieldValue value, out FieldValue result)
    {
        result = default;
        var reader = new Utf8JsonReader(value.Utf8);
        try
        {
            if (value.Kind != FieldValueKind.Text || !reader.Read())
                return false;
            int start = (int)reader.TokenStartIndex;
            ReadOnlySpan<byte> token = reader.ValueSpan;
            result = reader.TokenType switch
            {
                JsonTokenType.String => FieldValue.Text(Encoding.UTF8.GetBytes(reader.GetString()!)),
                JsonTokenType.Number => FieldValue.Number(token),
                JsonTokenType.True => FieldValue.Boolean(true),
                JsonTokenType.False => FieldValue.Boolean(false),
                _ => FieldValue.Null,
            };
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                reader.Skip();
                result = FieldValue.Json(value.Utf8[start..(int)reader.BytesConsumed]);
            }

            return !reader.Read() && result.Kind != FieldValueKind.Null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
