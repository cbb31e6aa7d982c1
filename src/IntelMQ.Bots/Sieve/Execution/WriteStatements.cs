using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A statement that changes a field.</summary>
internal abstract class WriteStatement(SieveLabel label) : SieveStatement
{
    protected SieveLabel Label => label;

    protected SieveFlow Done(SetResult result, ref SieveState state)
    {
        if (result.IsRefused)
            throw new SieveRuntimeException(label.Position, $"{result.Field} {result.Reason ?? result.Status.ToString()}.");
        if (result.Status is SetStatus.Added or SetStatus.Replaced or SetStatus.Removed)
            state.Writes++;
        state.Trace?.Action(label, result.Status switch
        {
            SetStatus.Added => $"{result.Field} was set",
            SetStatus.Replaced => $"{result.Field} was replaced",
            SetStatus.Removed => $"{result.Field} was removed, since the value means nothing",
            _ => "nothing changed, since the value means nothing",
        });
        return SieveFlow.Continue;
    }

    protected SieveFlow Nothing(string reason, ref SieveState state)
    {
        state.Trace?.Action(label, $"nothing changed: {reason}");
        return SieveFlow.Continue;
    }
}

/// <summary><c>add</c>, <c>add!</c> and <c>update</c>.</summary>
internal sealed class AssignStatement(SieveAssignment verb, SieveKey key, SieveOperand value, SieveLabel label) : WriteStatement(label)
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        if (verb != SieveAssignment.Always && key.Exists(message, ref state) != (verb == SieveAssignment.IfPresent))
            return Nothing(verb == SieveAssignment.IfPresent ? "the field is not set" : "the field is set already", ref state);
        FieldValue stored = value.Read(ref state);
        return Done(verb == SieveAssignment.IfAbsent ? key.Add(message, stored, ref state) : key.Set(message, stored, ref state), ref state);
    }
}

internal enum SieveAssignment : byte
{
    IfAbsent,
    Always,
    IfPresent,
}

/// <summary><c>+=</c> and <c>-=</c>: moves the time of a field.</summary>
internal sealed class ShiftStatement(SieveAssignment verb, SieveKey key, SieveOperand span, int sign, SieveLabel label) : WriteStatement(label)
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
        {
            return verb == SieveAssignment.IfPresent
                ? Nothing("the field is not set", ref state)
                : throw new SieveRuntimeException(Label.Position, $"the field {key.FixedName} is not set, so there is no time to move.");
        }

        if (verb == SieveAssignment.IfAbsent)
            return Nothing("the field is set already", ref state);
        if (value.Kind != FieldValueKind.Text || !UtcTime.TryParse(value.Utf8, out DateTimeOffset time))
            throw new SieveRuntimeException(Label.Position, $"the value of {key.FixedName} is no date and time.");
        if (!RelativeTime.TryParse(span.ReadText(ref state), out TimeSpan distance))
            throw new SieveRuntimeException(span.Position, "the value is no span of time such as '1 hour'.");
        if (sign > 0 ? distance > DateTimeOffset.MaxValue - time : distance > time - DateTimeOffset.MinValue)
            throw new SieveRuntimeException(Label.Position, "the time would leave the calendar.");
        Utf8Buffer text = state.Scratch.Text;
        text.Clear();
        UtcTime.Write(time + (sign * distance), text);
        return Done(key.Set(message, FieldValue.Text(text.WrittenSpan), ref state), ref state);
    }
}

internal sealed class RemoveStatement(SieveKey key, SieveLabel label) : WriteStatement(label)
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        if (!key.Remove(message, ref state))
            return Nothing("the field is not set", ref state);
        state.Writes++;
        state.Trace?.Action(Label, "the field was removed");
        return SieveFlow.Continue;
    }
}

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

/// <summary><c>$x = field</c>: remembers a value for the rules that follow.</summary>
internal sealed class RememberStatement(int variable, SieveKey key, SieveLabel label) : SieveStatement
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            throw new SieveRuntimeException(label.Position, $"the field {key.FixedName} is not set, so there is nothing to remember.");
        state.Scratch.Remember(variable, value);
        state.Trace?.Action(label, $"remembered {value.ToString()}");
        return SieveFlow.Continue;
    }
}
