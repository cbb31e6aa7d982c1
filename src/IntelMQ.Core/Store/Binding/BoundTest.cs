using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>A condition on one field.</summary>
internal abstract class BoundTest(BoundField field) : BoundFilter
{
    public BoundField Field { get; } = field;

    public sealed override bool Matches(Event message)
    {
        FieldValue value = Field.ValueOf(message);
        return value.Kind is not (FieldValueKind.Missing or FieldValueKind.Null) && Matches(value);
    }

    /// <summary>Whether a value that is set fulfils it.</summary>
    public abstract bool Matches(FieldValue value);
}
