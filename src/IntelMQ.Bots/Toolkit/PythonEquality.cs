using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Toolkit;

/// <summary>Whether values are equal as Python takes it: text is no number, but 80 equals 80.0 and true equals 1.</summary>
internal static class PythonEquality
{
    public static bool AreEqual(FieldValue value, FieldValue wanted)
    {
        if (value.Kind == FieldValueKind.Text || wanted.Kind == FieldValueKind.Text)
            return value.Kind == wanted.Kind && value.Utf8.SequenceEqual(wanted.Utf8);
        if (AsNumber(value, out double left) && AsNumber(wanted, out double right))
        {
            // Integers have no bound, a double has one: digits decide where both are written alike.
            return value.Utf8.SequenceEqual(wanted.Utf8)
                || (left == right && !(value.TryGetInt64(out long first) && wanted.TryGetInt64(out long second) && first != second));
        }

        if (value.Kind != wanted.Kind)
            return false;
        var literals = new Utf8Buffer();
        PythonRepr.Write(value, literals);
        int length = literals.Length;
        PythonRepr.Write(wanted, literals);
        return literals.WrittenSpan[..length].SequenceEqual(literals.WrittenSpan[length..]);
    }

    // As in Python, where true equals 1.
    private static bool AsNumber(FieldValue value, out double number)
    {
        if (!value.TryGetBoolean(out bool boolean))
            return value.TryGetDouble(out number);
        number = boolean ? 1 : 0;
        return true;
    }
}
