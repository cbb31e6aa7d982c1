using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>The text form of values, as IntelMQ makes it where it needs a text and finds something else.</summary>
public static class PythonText
{
    /// <summary>Appends a value's text form: a text as it is, everything else in Python's literal form (<see cref="PythonRepr"/>).</summary>
    public static void Str(FieldValue value, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value.Kind == FieldValueKind.Text)
            output.Append(value.Utf8);
        else
            PythonRepr.Write(value, output);
    }

    /// <summary>Whether Python takes the value for false: null, empty text, zero, <c>false</c>, an empty array or object.</summary>
    public static bool IsFalsy(FieldValue value) => value.Kind switch
    {
        FieldValueKind.Text => value.Utf8.IsEmpty,
        FieldValueKind.Boolean => value.Utf8.Length != 4,
        // A number is zero where its digits before the exponent are; what is merely too small for a double is zero as well.
        FieldValueKind.Number => !value.TryGetDouble(out double number) || number == 0,
        FieldValueKind.Json => value.Utf8.Trim(" \t\r\n"u8) is [(byte)'[' or (byte)'{', .. var inner, _] && inner.Trim(" \t\r\n"u8).IsEmpty,
        _ => true,
    };
}
