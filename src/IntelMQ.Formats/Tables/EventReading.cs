using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>An event that is being read from a document, and what is wrong with the document's values.</summary>
internal sealed class EventReading(Event message, JsonElement document)
{
    private const int MaxComplaints = 100;

    private readonly List<string> _complaints = [];

    /// <summary>The event so far.</summary>
    public Event Message { get; } = message;

    /// <summary>The document.</summary>
    public JsonElement Document { get; } = document;

    /// <summary>Takes a value's text while it is read.</summary>
    public Utf8Buffer Text { get; } = new();

    /// <summary>A sentence for each value that was left out; no more than a hundred.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Stores a value where the field is absent; what the field refuses is noted.</summary>
    public void Set(string field, FieldValue value, string member)
    {
        SetResult result = Message.SetIfAbsent(field, value);
        if (result.IsRefused)
            Complain(member, $"is left out: {result.Field} {result.Reason}");
    }

    /// <summary>Stores a text where the field is absent.</summary>
    public void Set(string field, string? value, string member)
    {
        if (value is not null)
            Set(field, (FieldValue)value, member);
    }

    /// <summary>Stores what a text in Base64 says as <c>raw</c>.</summary>
    public void SetRaw(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out byte[]? bytes))
            SetRaw(bytes);
        else
            Complain("raw", "is left out: it is no Base64");
    }

    /// <summary>Stores bytes as <c>raw</c>, where that is absent.</summary>
    public void SetRaw(byte[] bytes) => Message.SetIfAbsent(Fields.Raw, bytes);

    /// <summary>Notes what is wrong with a member.</summary>
    public void Complain(string member, string what)
    {
        if (_complaints.Count < MaxComplaints)
            _complaints.Add($"{Printable.Of(member)} {what}.");
    }
}
