using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Store;

/// <summary>Holds conditions against a schema: names known, values clean, and as the field has them.</summary>
internal sealed partial class FilterBinder(Schema schema)
{
    private const int MaxComplaints = 100;
    private const int MaxDepth = 64;

    private readonly List<string> _complaints = [];
    private int _conditions;

    public IReadOnlyList<string> Complaints => _complaints;

    public void Complain(string complaint)
    {
        if (_complaints.Count < MaxComplaints)
            _complaints.Add(complaint);
    }

    /// <summary>The condition; <see langword="null"/> where it cannot be asked, which the complaints tell.</summary>
    public BoundFilter? Bind(EventFilter filter) => Bind(filter, 0);

    public BoundField? BindField(string name)
    {
        if (name is null)
        {
            Complain("a condition names no field.");
            return null;
        }

        if (name == "extra")
            return new BoundField("extra", FieldForm.Json, null, []);
        string[] steps = name.Split('/');
        if (!schema.TryGetKey(steps[0], out FieldKey? key))
        {
            Complain($"there is no field '{Shown(steps[0])}'.{schema.Suggest(steps[0])}");
            return null;
        }

        if (key.Definition is not { } definition)
        {
            if (steps.Length > MemberPath.MaxSteps || !steps.AsSpan(1).ToArray().All(MemberPath.IsSound))
            {
                Complain($"'{Shown(name)}' has a step that means nothing: names of members and numbers of elements from 0, {MemberPath.MaxSteps - 1} at most.");
                return null;
            }

            steps[0] = key.Name[FieldKey.ExtraPrefix.Length..];
            return new BoundField("extra", FieldForm.Member, key, steps);
        }

        if (steps.Length > 1)
        {
            Complain($"'{steps[0]}' has nothing within it; only members of extra do.");
            return null;
        }

        return new BoundField(key.Name, FormOf(definition.Type), key, []);
    }

    public BoundValue? BindValue(BoundField field, EventValue value)
    {
        string name = field.Key?.Name ?? "extra";
        if (value.Kind == FieldValueKind.Missing || field.Form == FieldForm.Json)
        {
            Complain(field.Form == FieldForm.Json ? $"'{name}' is JSON, and compared with no value." : $"'{name}' is compared with a number that is none.");
            return null;
        }

        FieldValue wire = FieldValue.Of(value.Kind, Encoding.UTF8.GetBytes(value.Text));
        if (field.Form == FieldForm.Member)
        {
            double member = 0;
            if (value.Kind == FieldValueKind.Number && !BoundValue.TryReadMemberNumber(wire.Utf8, out member))
            {
                Complain($"{Shown(value.Text)} has too many digits to be compared with '{name}'.");
                return null;
            }

            return Sound(name, new BoundValue(value.Kind, value.Text, 0, member));
        }

        var buffer = new Utf8Buffer();
        Harmonized result = field.Key!.Definition!.Convert(wire, buffer);
        if (result.Reason is { } reason || (reason = result.Kind == FieldValueKind.Missing ? "is no value" : null) is not null)
        {
            Complain($"'{Shown(value.Text)}' cannot be compared with '{name}': it {reason}.");
            return null;
        }

        FieldValue clean = result.Value(wire, buffer);
        long whole = 0;
        double real = 0;
        if ((field.Form == FieldForm.Whole && !clean.TryGetInt64(out whole)) || (field.Form == FieldForm.Real && !clean.TryGetDouble(out real)))
        {
            Complain($"'{Shown(value.Text)}' cannot be compared with '{name}': it does not fit 64 bits.");
            return null;
        }

        return Sound(name, new BoundValue(clean.Kind, clean.ToString(), whole, real));
    }

    private BoundValue? Sound(string name, BoundValue value)
    {
        if (!value.Text.Contains('\0', StringComparison.Ordinal) && IsUnicode(value.Text))
            return value;
        Complain($"the text for '{name}' holds what no database keeps.");
        return null;
    }

    private static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    private static FieldForm FormOf(HarmonizationType type) => type.Name switch
    {
        "IPAddress" => FieldForm.Address,
        "IPNetwork" => FieldForm.Network,
        "DateTime" => FieldForm.Time,
        "Boolean" => FieldForm.Boolean,
        "Integer" or "ASN" => FieldForm.Whole,
        "Float" or "Accuracy" => FieldForm.Real,
        "JSON" or "JSONDict" => FieldForm.Json,
        _ => FieldForm.Text,
    };

    private static string Shown(string text) => string.Create(CultureInfo.InvariantCulture, $"{(text.Length > 100 ? text[..100] + "..." : text)}");
}
