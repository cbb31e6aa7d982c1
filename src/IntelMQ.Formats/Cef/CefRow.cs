using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>A key of CEF's extension that holds a field.</summary>
/// <param name="Key">The key.</param>
/// <param name="Field">The field.</param>
/// <param name="Label">What the key's label says; <see langword="null"/> for a key that CEF itself names.</param>
/// <param name="When">Whether the field stands there; <see langword="null"/> for always.</param>
/// <param name="Note">What the page says.</param>
internal sealed record CefRow(string Key, Field Field, string? Label = null, Func<Event, bool>? When = null, string Note = "")
{
    /// <summary>Whether the event has the field, and it stands there.</summary>
    public bool Has(Event message) => message.Contains(Field) && (When is null || When(message));

    /// <summary>What the row says of itself.</summary>
    public FormatRow ToFormatRow() => new(Field.Name, Key, Note: Label is null ? Note : $"{Key}Label is `{Label}`. {Note}".TrimEnd());
}
