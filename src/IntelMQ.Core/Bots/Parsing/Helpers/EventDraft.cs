using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots;

/// <summary>An event in the making, with the first reason why it cannot be made; what follows that does not count.</summary>
/// <param name="message">The event, changed in place.</param>
public sealed class EventDraft(Event message)
{
    // Many more than any feed has; each costs as much as there are already.
    private const int MaxExtra = 4096;

    private int _extra;

    /// <summary>The event as it is by now.</summary>
    public Event Event { get; } = message;

    /// <summary>The field at fault, where it is one field's fault.</summary>
    public string? Field { get; private set; }

    /// <summary>Why the event cannot be made, as a sentence; <see langword="null"/> where it can.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether the event cannot be made.</summary>
    public bool IsBroken => Reason is not null;

    /// <summary>Stores a value; one that is refused, or a field that is set already, breaks the event.</summary>
    public void Add(string field, FieldValue value)
    {
        if (MayStore(field))
            Check(Event.TryAdd(field, value));
    }

    /// <inheritdoc cref="Add(string, FieldValue)"/>
    public void Add(Field field, FieldValue value) => Add(field.Name, value);

    /// <inheritdoc cref="Add(string, FieldValue)"/>
    public void Add(string field, string text) => Add(field, FieldValue.Text(Encoding.UTF8.GetBytes(text)));

    /// <inheritdoc cref="Add(string, FieldValue)"/>
    public void Add(Field field, string text) => Add(field.Name, text);

    /// <summary>Stores a value if the field takes it; only a field that is set already, or an unknown one, breaks the event.</summary>
    /// <returns>Whether the field took it, or the value means nothing.</returns>
    public bool AddIfValid(Field field, FieldValue value)
    {
        SetResult result = Event.TryAdd(field.Name, value);
        if (result.Status == SetStatus.Invalid)
            return false;
        Check(result);
        return true;
    }

    /// <inheritdoc cref="AddIfValid(Field, FieldValue)"/>
    public bool AddIfValid(Field field, string text) => AddIfValid(field, FieldValue.Text(Encoding.UTF8.GetBytes(text)));

    /// <summary>Stores a time in seconds since 1970; what is below a second is dropped.</summary>
    public void AddSeconds(Field<DateTimeOffset> field, FieldValue value)
    {
        ReadOnlySpan<byte> digits = value.Utf8;
        int point = value.Kind == FieldValueKind.Number ? digits.IndexOf((byte)'.') : -1;
        if (point >= 0 && digits.IndexOfAny((byte)'e', (byte)'E') < 0)
            digits = digits[..point];
        if (!long.TryParse(digits, System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out long seconds)
            || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            Fail(field.Name, "is not a number of seconds since 1970");
        else
            Check(Event.TryAdd(field, DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    /// <summary>Stores a value in place of another.</summary>
    public void Set(Field field, FieldValue value) => Check(Event.Set(field, value));

    /// <inheritdoc cref="Set(Field, FieldValue)"/>
    public void Set(string field, FieldValue value)
    {
        if (MayStore(field))
            Check(Event.Set(field, value));
    }

    /// <summary>Stores how far the event is trusted, in percent, in place of what the report says of its feed.</summary>
    public void SetAccuracy(double percent) => Check(Event.Set(Fields.Feed.Accuracy, percent));

    /// <summary>Stores a value where the field is absent.</summary>
    public void SetIfAbsent(string field, FieldValue value)
    {
        if (MayStore(field))
            Check(Event.SetIfAbsent(field, value));
    }

    /// <summary>Breaks the event.</summary>
    /// <param name="field">The field at fault, or <see langword="null"/>.</param>
    /// <param name="reason">The end of a sentence that begins with the field, or with "The element".</param>
    public void Fail(string? field, string reason)
    {
        if (IsBroken)
            return;
        Field = field;
        Reason = $"{field ?? "The element"} {reason}{(reason.EndsWith('.') || reason.EndsWith('?') ? "" : ".")}";
    }

    private bool MayStore(string field)
    {
        if (!IsBroken && field.StartsWith("extra.", StringComparison.Ordinal) && ++_extra > MaxExtra)
            Fail(null, $"would have more than {MaxExtra} members in extra");
        return !IsBroken;
    }

    private void Check(SetResult result)
    {
        if (result.IsRefused)
            Fail(result.Field, result.Reason ?? "is refused");
    }
}
