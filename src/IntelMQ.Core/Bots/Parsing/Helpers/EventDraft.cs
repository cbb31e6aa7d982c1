using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>An event in the making, with the first reason why it cannot be made; what follows that does not count.</summary>
/// <param name="message">The event, changed in place.</param>
public sealed class EventDraft(Event message)
{
    // Many more than any feed has; each costs as much as there are already.
    private const int MaxExtra = 4096;

    // Names that differ in nothing that a field's name may hold; nobody has more than a few.
    private const int MaxAlike = 16;

    // What an event is about, and when it was seen: without one of these it would say something else than the feed does.
    private static readonly FrozenSet<string> Essential = FrozenSet.Create(
        StringComparer.Ordinal,
        "time.source", "source.ip", "source.fqdn", "source.url", "source.network", "source.account", "malware.hash.md5", "malware.hash.sha1", "malware.hash.sha256");

    private int _extra;

    /// <summary>The event as it is by now.</summary>
    public Event Event { get; } = message;

    /// <summary>The field at fault, where it is one field's fault.</summary>
    public string? Field { get; private set; }

    /// <summary>Why the event cannot be made, as a sentence; <see langword="null"/> where it can.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether the event cannot be made.</summary>
    public bool IsBroken => Reason is not null;

    /// <summary>Whether a member was stored in a field that it is meant for: an object that has none is not what the feed sends.</summary>
    public bool HasKnown { get; private set; }

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

    /// <summary>
    /// Stores what a member says. A value that the field refuses, or that comes second, breaks the event only where it says what the event
    /// is about, or when it was seen; any other is kept with <see cref="Keep(string, FieldValue)"/>.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <param name="path">The member, with the names of those around it, joined with dots.</param>
    public void Add(string field, FieldValue value, string path)
    {
        if (!Essential.Contains(field))
        {
            AddDetail(field, value, path);
            return;
        }

        Add(field, value);
        HasKnown |= !value.IsMissing;
    }

    /// <inheritdoc cref="Add(string, FieldValue, string)"/>
    public void Add(Field field, FieldValue value, string path) => Add(field.Name, value, path);

    /// <summary>Stores a detail: a value that the field refuses, or that comes second, is kept with <see cref="Keep(string, FieldValue)"/>.</summary>
    /// <inheritdoc cref="Add(string, FieldValue, string)"/>
    public void AddDetail(string field, FieldValue value, string path)
    {
        if (!MayStore(field) || value.IsMissing)
            return;
        SetResult result = Event.TryAdd(field, value);
        HasKnown |= !result.IsRefused;
        if (result.IsRefused)
            KeepRefused(result, field, value, path);
    }

    /// <inheritdoc cref="AddDetail(string, FieldValue, string)"/>
    public void AddDetail(Field field, FieldValue value, string path) => AddDetail(field.Name, value, path);

    /// <inheritdoc cref="AddDetail(string, FieldValue, string)"/>
    public void AddDetail(Field field, string text, string path) => AddDetail(field.Name, FieldValue.Text(Encoding.UTF8.GetBytes(text)), path);

    /// <summary>
    /// Stores a member that is named like its field, as IntelMQ's own messages have it; the members of <c>extra</c> one by one, and a name that
    /// is no field with <see cref="Keep(string, FieldValue)"/>. Objects within objects give names with dots.
    /// </summary>
    public void AddMember(string name, JsonElement value)
    {
        if (name == "extra" && value.ValueKind == JsonValueKind.Object)
        {
            foreach ((string inner, JsonElement member) in JsonReport.Members(value))
                AddDetail($"extra.{inner}", JsonReport.ValueOf(member), inner);
        }
        else if (name != "extra" && Event.Schema.TryGetKey(name, out _))
        {
            Add(name, JsonReport.ValueOf(value), name);
        }
        else if (value.ValueKind == JsonValueKind.Object && name != "extra")
        {
            foreach ((string inner, JsonElement member) in JsonReport.Members(value))
                AddMember($"{name}.{inner}", member);
        }
        else
        {
            Keep(name, JsonReport.ValueOf(value));
        }
    }

    /// <summary>Stores a value in place of another; one that the field refuses breaks the event or is kept, as with <see cref="Add(string, FieldValue, string)"/>.</summary>
    /// <inheritdoc cref="Add(string, FieldValue, string)"/>
    public void Set(string field, FieldValue value, string path)
    {
        if (!MayStore(field))
            return;
        SetResult result = Event.Set(field, value);
        HasKnown |= !result.IsRefused;
        if (Essential.Contains(field))
            Check(result);
        else if (result.IsRefused)
            KeepRefused(result, field, value, path);
    }

    /// <summary>
    /// Keeps what has no field of its own below <c>extra.</c>, under a name of the usual form; a name that is taken gets a number. What says
    /// nothing is not kept.
    /// </summary>
    /// <param name="path">The member, with the names of those around it, joined with dots.</param>
    /// <param name="value">The value.</param>
    public void Keep(string path, FieldValue value)
    {
        if (value.IsIgnored || value.IsMissing)
            return;
        string name = Rules.Extra(path).FieldName;
        if (name == "extra.")
            name = "extra.unnamed";
        for (int i = 1; i <= MaxAlike && MayStore(name); i++)
        {
            string free = i == 1 ? name : $"{name}_{i}";
            if (!Event.Contains(free))
            {
                Event.TryAdd(free, value);
                return;
            }

            FieldValue other = Event[free];
            if (other.Kind == value.Kind && other.Utf8.SequenceEqual(value.Utf8))
                return;
        }
    }

    /// <inheritdoc cref="Keep(string, FieldValue)"/>
    public void Keep(string path, string text) => Keep(path, FieldValue.Text(Encoding.UTF8.GetBytes(text)));

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
    /// <param name="percent">The accuracy.</param>
    /// <param name="said">What the feed says of it, which is kept where that makes no accuracy.</param>
    /// <param name="path">The member that says it.</param>
    public void SetAccuracy(double percent, FieldValue said, string path)
    {
        if (Event.Set(Fields.Feed.Accuracy, percent).IsRefused)
            Keep(path, said);
    }

    /// <summary>Whether a field takes a text, or the text means nothing.</summary>
    public bool Takes(Field field, string text)
        => !new Event(Event.Schema).TryAdd(field.Name, FieldValue.Text(Encoding.UTF8.GetBytes(text))).IsRefused;

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
        Reason = Sentence.Ended($"{field ?? "The element"} {reason}");
    }

    // What may be passed on to nobody must not become what may be.
    private void KeepRefused(SetResult refused, string field, FieldValue value, string path)
    {
        if (refused.Status == SetStatus.Invalid && field == Fields.Tlp.Name)
            Event.SetIfAbsent(Fields.Tlp, Tlp.Red);
        Keep(path, value);
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
