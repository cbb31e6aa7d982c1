using IntelMQ.Harmonization;

namespace IntelMQ.Store;

internal sealed class BoundRange(BoundField field, BoundValue? from, bool isFromIncluded, BoundValue? until, bool isUntilIncluded) : BoundTest(field)
{
    public BoundValue? From => from;

    public bool IsFromIncluded => isFromIncluded;

    public BoundValue? Until => until;

    public bool IsUntilIncluded => isUntilIncluded;

    public override bool Matches(FieldValue value)
    {
        if (from is not null && (ValueOrder.Compare(Field.Form, value, from) is not { } low || low < 0 || (low == 0 && !isFromIncluded)))
            return false;
        return until is null || (ValueOrder.Compare(Field.Form, value, until) is { } high && (high < 0 || (high == 0 && isUntilIncluded)));
    }
}
