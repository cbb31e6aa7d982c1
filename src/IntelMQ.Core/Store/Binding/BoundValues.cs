using IntelMQ.Harmonization;

namespace IntelMQ.Store;

internal sealed class BoundValues(BoundField field, IReadOnlyList<BoundValue> values) : BoundTest(field)
{
    public IReadOnlyList<BoundValue> Values => values;

    public override bool Matches(FieldValue value)
    {
        foreach (BoundValue wanted in values)
        {
            if (ValueOrder.Compare(Field.Form, value, wanted) == 0)
                return true;
        }

        return false;
    }
}
