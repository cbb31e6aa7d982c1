using IntelMQ.Messages;

namespace IntelMQ.Mapping;

/// <summary>The element of a row that rules are run for; it stands where the row's decoded cells are.</summary>
/// <param name="members">The cells of its members, where it is a JSON object that rules look into.</param>
internal sealed class RowElement(RowCells? members)
{
    /// <summary>The element as a whole.</summary>
    public Slot Value { get; set; }

    public RowCells? Members => members;
}
