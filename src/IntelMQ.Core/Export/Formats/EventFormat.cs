using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Export;

/// <summary>
/// A format of events that other programs speak, such as ECS or STIX. Outputs take one by its name (their parameter <c>format</c>); what a
/// format keeps is said by its table. Instances are safe for use from several threads at once.
/// </summary>
public abstract class EventFormat
{
    /// <summary>The most bytes of a document that is read: 16 MiB.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The name in parameters, in lower case: <c>ecs</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The name for people, with the version that is written: <c>Elastic Common Schema 9.4</c>.</summary>
    public abstract string Title { get; }

    /// <summary>The media type of a document.</summary>
    public virtual string MediaType => "application/json";

    /// <summary>Whether <see cref="WriteAll"/> makes one document of several events; otherwise a line of each.</summary>
    public virtual bool JoinsEvents => false;

    /// <summary>Where the format is specified.</summary>
    public abstract string Specification { get; }

    /// <summary>What the format makes of which field.</summary>
    public abstract IReadOnlyList<FormatRow> Rows { get; }

    /// <summary>Appends an event as a document on one line, without a line end. The same event gives the same document.</summary>
    /// <param name="message">The event.</param>
    /// <param name="output">Takes UTF-8.</param>
    public abstract void Write(Event message, Utf8Buffer output);

    /// <summary>Appends several events: as one document where the format has one for several, or else a line each.</summary>
    /// <param name="messages">The events.</param>
    /// <param name="output">Takes UTF-8.</param>
    public virtual void WriteAll(IEnumerable<Event> messages, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(output);
        foreach (Event message in messages)
        {
            Write(message, output);
            output.Append((byte)'\n');
        }
    }

    /// <summary>An event as a document.</summary>
    /// <param name="message">The event.</param>
    public string ToText(Event message)
    {
        var output = new Utf8Buffer(1024);
        Write(message, output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Reads a document. Never throws because of what stands in it.</summary>
    /// <param name="document">The document, UTF-8, at most <see cref="MaxBytes"/> long.</param>
    /// <param name="schema">The events' schema.</param>
    public abstract FormatRead Read(ReadOnlySpan<byte> document, Schema schema);

    /// <summary>Reads a document into events of the default schema.</summary>
    /// <param name="document">The document, UTF-8, at most <see cref="MaxBytes"/> long.</param>
    public FormatRead Read(ReadOnlySpan<byte> document) => Read(document, Schema.Default);

    /// <inheritdoc/>
    public override string ToString() => Title;
}
