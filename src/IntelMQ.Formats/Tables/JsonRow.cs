using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>A row of a table that makes JSON documents.</summary>
internal abstract class JsonRow
{
    protected JsonRow(FormatRow description)
    {
        Description = description;
        Path = MemberPath.Parse(description.Member);
    }

    /// <summary>What the row says of itself.</summary>
    public FormatRow Description { get; }

    /// <summary>Where the member stands.</summary>
    public MemberPath Path { get; }

    /// <summary>Whether the event has what the member is made of.</summary>
    public abstract bool Has(Event message);

    /// <summary>Writes the member's value; only where <see cref="Has"/> says so.</summary>
    public abstract void Write(Event message, Utf8JsonWriter json);

    /// <summary>Takes what stands in the member of a document.</summary>
    public virtual void Read(JsonElement value, EventReading reading)
    {
    }
}
