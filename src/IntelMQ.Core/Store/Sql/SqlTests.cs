using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;

namespace IntelMQ.Store;

/// <summary>The conditions that a database asks this process about, by their number and a column's value.</summary>
internal sealed class SqlTests(IReadOnlyList<BoundFilter> tests)
{
    public bool IsFulfilled(long number, string value) => number >= 0 && number < tests.Count && tests[(int)number] switch
    {
        BoundExists exists => WithMember(exists.Field, value, static (_, _) => true, exists),
        BoundTest { Field.Form: FieldForm.Member } test => WithMember(test.Field, value, static (member, one) => ((BoundTest)one).Matches(member), test),
        BoundTest test => test.Matches(FieldValue.Text(Encoding.UTF8.GetBytes(value))),
        _ => false,
    };

    private static bool WithMember(BoundField field, string extra, Condition condition, BoundFilter test)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(extra, MemberPath.Options);
            return MemberPath.TryFind(document.RootElement, field.Path, out JsonElement found) && found.ValueKind != JsonValueKind.Null && condition(MemberPath.ValueOf(found), test);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What another program left there is no JSON, or no Unicode.
            return false;
        }
    }

    private delegate bool Condition(FieldValue member, BoundFilter test);
}
