using IntelMQ.Harmonization;

namespace IntelMQ.Store;

/// <summary>Compares an event's value with one that is asked for.</summary>
internal static class ValueOrder
{
    /// <summary>Below, at, or above 0; <see langword="null"/> where both cannot be compared.</summary>
    public static int? Compare(FieldForm form, FieldValue value, BoundValue wanted) => form switch
    {
        FieldForm.Whole => value.TryGetInt64(out long whole) ? whole.CompareTo(wanted.Whole) : null,
        FieldForm.Real => value.TryGetDouble(out double real) ? real.CompareTo(wanted.Real) : null,
        FieldForm.Boolean => value.Kind == FieldValueKind.Boolean ? value.Utf8.SequenceCompareTo(wanted.Utf8) : null,
        FieldForm.Time => UtcTime.TryRead(value.Utf8, out DateTimeOffset time) && UtcTime.TryRead(wanted.Utf8, out DateTimeOffset other) ? time.CompareTo(other) : null,
        FieldForm.Member when value.Kind != wanted.Kind => null,
        FieldForm.Member when value.Kind == FieldValueKind.Number => BoundValue.TryReadMemberNumber(value.Utf8, out double number) ? number.CompareTo(wanted.Real) : null,
        FieldForm.Json => null,
        _ => value.Utf8.SequenceCompareTo(wanted.Utf8),
    };
}
