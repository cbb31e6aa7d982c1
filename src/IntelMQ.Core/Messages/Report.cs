using IntelMQ.Schemas;

namespace IntelMQ.Messages;

/// <summary>One chunk of raw feed data with what is known of its feed.</summary>
/// <example><code>var report = new Report(File.ReadAllBytes("feed.csv"), Schema.Default);
/// report[Fields.Feed.Name] = "Example Feed";</code></example>
public sealed class Report : Message
{
    /// <summary>An empty report of the default schema.</summary>
    public Report()
        : this(Schema.Default)
    {
    }

    /// <summary>An empty report.</summary>
    public Report(Schema schema)
        : base(schema)
    {
    }

    /// <summary>A report of raw feed data.</summary>
    /// <param name="raw">The bytes as the feed gave them; kept, not copied, so they must not change.</param>
    /// <param name="schema">The schema of the report and the events made of it.</param>
    public Report(ReadOnlyMemory<byte> raw, Schema schema)
        : base(schema)
        => SetRawBytes(raw);

    /// <summary>A report made of an event: the fields that a report may have are taken over as they stand, the others are dropped.</summary>
    public Report(Event source)
        : base(source?.Schema ?? throw new ArgumentNullException(nameof(source)))
    {
        var fields = new FieldEnumerator(source);
        while (fields.MoveNext())
        {
            if (fields.Key.Definition is null or { InReports: true })
                CopyFrom(source, fields.Key, fields.Slot);
        }
    }

    internal Report(Schema schema, in MessageParts parts)
        : base(schema, parts)
    {
    }

    private Report(Report other)
        : base(other)
    {
    }

    internal override string TypeName => "Report";

    /// <summary>An equal report of its own.</summary>
    public Report Clone() => new(this);

    /// <summary>Reads raw feed data to its end, and makes a report of it.</summary>
    /// <param name="stream">The data; stays open.</param>
    /// <param name="schema">The schema of the report and the events made of it; <see langword="null"/> for the default one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="InvalidDataException">There are more than 512 MiB, which is more than a report holds.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async ValueTask<Report> ReadAsync(Stream stream, Schema? schema = null, CancellationToken cancellationToken = default)
        => new(await BoundedBytes.ReadAsync(stream, Slot.MaxBytes, cancellationToken).ConfigureAwait(false), schema ?? Schema.Default);

    /// <summary>Sets the raw feed data.</summary>
    /// <param name="raw">The bytes as the feed gave them; kept, not copied, so they must not change.</param>
    public void SetRaw(ReadOnlyMemory<byte> raw) => SetRawBytes(raw);

    private protected override bool Allows(FieldDefinition definition) => definition.InReports;
}
