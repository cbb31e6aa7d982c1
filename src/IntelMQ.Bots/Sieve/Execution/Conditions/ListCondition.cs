using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>
/// The tests of lists. Members are equal as in Python: by value, so 1 is 1.0 and true. No test is true of what is no list.
/// </summary>
internal sealed class ListCondition(SieveKey key, ListOperator operation, SieveOperand[] operands, SievePosition position) : SieveCondition
{
    private readonly MemberList? _constant = Array.Exists(operands, static operand => operand.IsVariable) ? null : MemberList.Of(operands);

    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (!SieveValues.IsList(value))
            return false;
        MemberList members = _constant ?? MemberList.Of(operands, ref state);
        return operation == ListOperator.Equals ? IsEqual(value.Utf8, members, ref state) : Compare(value.Utf8, members, ref state);
    }

    private static bool IsEqual(ReadOnlySpan<byte> json, MemberList members, ref SieveState state)
    {
        Utf8JsonReader reader = Open(json);
        int count = 0;
        while (Next(ref reader))
        {
            // Lists and objects cannot be written in a rule, so they equal nothing there.
            if (count >= members.Ordered.Length || reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject
                || !Canonical(ref reader, state.Scratch.Text).SequenceEqual(members.Ordered[count]))
                return false;
            count++;
        }

        return count == members.Ordered.Length;
    }

    private bool Compare(ReadOnlySpan<byte> json, MemberList members, ref SieveState state)
    {
        const int few = 512;
        Span<bool> seen = members.Distinct <= few ? stackalloc bool[few] : new bool[members.Distinct];
        seen.Clear();
        int found = 0;
        bool others = false;
        Utf8JsonReader reader = Open(json);
        while (Next(ref reader))
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                throw new SieveRuntimeException(position, $"a member of {key.FixedName} is a list or an object, which no set can hold.");
            if (!members.TryGetNumber(Canonical(ref reader, state.Scratch.Text), out int number))
                others = true;
            else if (!seen[number])
            {
                seen[number] = true;
                found++;
            }
        }

        return operation switch
        {
            ListOperator.SetEquals => !others && found == members.Distinct,
            ListOperator.Overlaps => found > 0,
            ListOperator.SubsetOf => !others,
            _ => found == members.Distinct,
        };
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PythonJson.MaxDepth + 1 });
        reader.Read();
        return reader;
    }

    // The next member; one that is a list or object itself is passed by with the step after it.
    private static bool Next(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth > 0)
            reader.Skip();
        return reader.Read() && reader.TokenType != JsonTokenType.EndArray;
    }

    private static ReadOnlySpan<byte> Canonical(ref Utf8JsonReader reader, Utf8Buffer output)
    {
        output.Clear();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                int length = reader.ValueSpan.Length;
                Span<byte> text = length <= 256 ? stackalloc byte[256] : new byte[length];
                MemberList.Write(FieldValue.Text(text[..Unescape(ref reader, text)]), output);
                break;
            case JsonTokenType.Number:
                MemberList.Write(FieldValue.Number(reader.ValueSpan), output);
                break;
            case JsonTokenType.Null:
                MemberList.Write(FieldValue.Null, output);
                break;
            default:
                MemberList.Write(FieldValue.Boolean(reader.TokenType == JsonTokenType.True), output);
                break;
        }

        return output.WrittenSpan;
    }

    private static int Unescape(ref Utf8JsonReader reader, scoped Span<byte> text)
    {
        try
        {
            return reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which no text of a rule can hold: compared as it is written.
            reader.ValueSpan.CopyTo(text);
            return reader.ValueSpan.Length;
        }
    }
}
