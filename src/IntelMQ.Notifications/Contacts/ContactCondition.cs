using IntelMQ.Messages;

namespace IntelMQ.Notifications.Contacts;

/// <summary>When an entry counts: a field of the event has a value.</summary>
/// <param name="Field">The field's name, such as <c>classification.identifier</c>.</param>
/// <param name="Value">The value, compared as text.</param>
public sealed record ContactCondition(string Field, string Value)
{
    /// <summary>Whether the event meets it.</summary>
    public bool IsMet(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return string.Equals(message.GetString(Field), Value, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Field} is {Value}";
}
