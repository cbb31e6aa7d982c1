using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>One rule of Shadowserver's schema: a column, the field it becomes, and the name of a converter.</summary>
/// <param name="Field">A field; <c>extra.</c> with or without a name; or <see langword="null"/> where the column is dropped.</param>
/// <param name="Column">The column.</param>
/// <param name="Converter">The converter, if any.</param>
internal sealed record ShadowserverRule(string? Field, string Column, string? Converter)
{
    /// <summary>Reads a rule; gives nothing where it has another form.</summary>
    public static ShadowserverRule? TryRead(JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Array || rule.GetArrayLength() < 2 || rule[1].ValueKind != JsonValueKind.String || rule[1].GetString() is not { Length: > 0 } column)
            return null;
        JsonElement field = rule[0];
        if (field.ValueKind is not (JsonValueKind.String or JsonValueKind.False))
            return null;
        JsonElement converter = rule.GetArrayLength() > 2 ? rule[2] : default;
        return new ShadowserverRule(
            field.ValueKind == JsonValueKind.String ? field.GetString() : null,
            column,
            converter.ValueKind == JsonValueKind.String ? converter.GetString() : null);
    }

    /// <summary>
    /// A required rule: the column must be there; what the field refuses fails the row; a cell without a value is left to
    /// <c>extra.</c>; a value for a field that the schema lacks is lost.
    /// </summary>
    public ColumnRule ToRequired(Schema schema, Dictionary<string, string> constants)
    {
        FieldDefinition? target = Target(schema);
        ColumnRule rule = (target is null ? BelowExtra() : ToField(target)) with { IsColumnRequired = true, LeavesNoneToRest = true };

        // Reports of protocols without ports say 0.
        if (target is not null && target.Name.EndsWith(".port", StringComparison.Ordinal))
            rule = rule with { WhenInvalid = InvalidValuePolicy.LeaveToRest };
        ColumnRule converted = Convert(rule, target);
        if (Converter is not null && converted.ConverterName is null)
        {
            string reason = $"needs the converter '{Converter}', which does not exist here";
            return rule.With((_, _) => Harmonized.Invalid(reason), Converter);
        }

        bool isDropped = target is null ? !IsExtra : constants.ContainsKey(target.Name);
        return isDropped ? rule.With(Discarding(target, type: null), "dropped") : converted;
    }

    /// <summary>
    /// An optional rule: what the field refuses is left to <c>extra.</c> as it stands; so is, converted, a value for a field that the
    /// schema lacks; a cell that a converter makes nothing of is dropped.
    /// </summary>
    public ColumnRule ToOptional(Schema schema, Dictionary<string, string> constants)
    {
        FieldDefinition? target = Target(schema);
        ColumnRule rule = (target is null ? BelowExtra() : ToField(target)) with { WhenInvalid = InvalidValuePolicy.LeaveToRest };
        if (Field is null)
            return rule.With(static (_, _) => Harmonized.None, "dropped");
        if (target is not null && constants.ContainsKey(target.Name))
            return rule.With(Discarding(target, target.Type), "dropped") with { LeavesNoneToRest = true };
        return Convert(rule, target, isOptional: true);
    }

    // By far the most frequent converter is a table's, not a function's. A converter that does not exist changes nothing.
    private ColumnRule Convert(ColumnRule rule, FieldDefinition? target, bool isOptional = false)
    {
        if (Converter is null)
            return rule;
        if (Converter == "validate_to_none")
            return rule.Unless(ShadowserverConverters.NoneTexts) with { ConverterName = Converter };
        if (ShadowserverConverters.Find(Converter, target, out bool harmonizes) is { } converter)
        {
            bool mayRefuse = isOptional && ShadowserverConverters.MayRefuse(Converter);
            return rule.With(mayRefuse ? OrUnchanged(converter) : converter, Converter) with
            {
                ConverterHarmonizes = harmonizes && !mayRefuse,
                ConverterKeepsValid = ShadowserverConverters.KeepsValid(Converter, target),
            };
        }

        return ShadowserverConverters.FindOfRow(Converter) is { } ofRow ? rule.With(ofRow, Converter) : rule;
    }

    // A cell that a converter refuses is kept as it stands, below "extra." where the field does not take it: it does not cost the row.
    private static FieldConverter OrUnchanged(FieldConverter converter)
        => (value, buffer) =>
        {
            int start = buffer.Length;
            Harmonized result = converter(value, buffer);
            if (result.IsValid)
                return result;
            buffer.Truncate(start);
            return ShadowserverConverters.Unchanged(value);
        };

    private bool IsExtra => Field is not null && Field.StartsWith("extra.", StringComparison.Ordinal);

    // A field that gets two values is an error; below "extra." the last value counts, even one that means "nothing".
    private ColumnRule ToField(FieldDefinition target) => Rules.Column(Column, target.Name) with { WhenSet = OccupiedFieldPolicy.Fail };

    private ColumnRule BelowExtra()
    {
        string name = IsExtra ? Field!["extra.".Length..] : Field ?? "";
        return Rules.Extra(Column, name.Length > 0 ? name : Column) with { WhenSet = OccupiedFieldPolicy.Replace, KeepsEmpty = true };
    }

    private FieldDefinition? Target(Schema schema) => Field is not null and not "extra" && schema.TryGetKey(Field, out FieldKey? key) ? key.Definition : null;

    // For fields that are not stored: constants have the last word. The column counts as used all the same, if the field takes its value.
    private RowConverter Discarding(FieldDefinition? target, HarmonizationType? type)
    {
        FieldConverter? converter = Converter is null ? null : ShadowserverConverters.Find(Converter, target, out _);
        RowConverter? ofRow = Converter is null ? null : ShadowserverConverters.FindOfRow(Converter);
        return (value, row, buffer) =>
        {
            int start = buffer.Length;
            Harmonized result = converter?.Invoke(value, buffer) ?? ofRow?.Invoke(value, row, buffer) ?? ShadowserverConverters.Unchanged(value);
            if (!result.IsValid)
                return result;
            FieldValue converted = result.Value(value, buffer);
            bool accepted = type is null ? !converted.IsMissing : converted.IsIgnored || type.Convert(converted, buffer).IsValid;
            buffer.Truncate(start);
            return accepted ? Harmonized.Slice(FieldValueKind.Text, 0, 0) : Harmonized.None;
        };
    }
}
