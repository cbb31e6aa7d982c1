using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>append</c> and <c>append!</c>: adds a member to a list; the latter makes a list of another value.</summary>
internal sealed class AppendStatement(bool isForced, SieveKey key, SieveOperand value, SieveLabel label) : WriteStatement(label)
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        FieldValue old = key.Read(message, ref state);
        bool isList = SieveValues.IsList(old);
        if (!isList && !old.IsMissing && !isForced)
            return Nothing("the value is no list", ref state);
        Utf8Buffer list = state.Scratch.Text;
        list.Clear();
        list.Append((byte)'[');
        if (isList)
            list.Append(old.Utf8.Trim(Blanks)[1..^1].Trim(Blanks));
        else if (!old.IsMissing)
            WriteJson(old, list);
        if (list.Length > 1)
            list.Append(", "u8);
        WriteJson(value.Read(ref state), list);
        list.Append((byte)']');
        return Done(key.Set(message, FieldValue.Json(list.WrittenSpan), ref state), ref state);
    }

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    private static void WriteJson(FieldValue member, Utf8Buffer output)
    {
        if (member.Kind == FieldValueKind.Text)
            PythonJson.WriteString(member.Utf8, output, ascii: false);
        else
            output.Append(member.Kind == FieldValueKind.Null ? "null"u8 : member.Utf8);
    }
}
