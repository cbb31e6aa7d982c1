using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>Objects of a batch on their way into an event of MISP.</summary>
internal sealed class FeedStage
{
    private readonly List<int> _ends = [];

    /// <summary>The objects as JSON, with commas between them.</summary>
    public Utf8Buffer Objects { get; } = new();

    /// <summary>Their lines of hashes.</summary>
    public Utf8Buffer Hashes { get; } = new();

    /// <summary>Their UUIDs.</summary>
    public HashSet<Guid> Uuids { get; } = [];

    /// <summary>The events they were made of, and those that the event of MISP has already.</summary>
    public List<Event> Messages { get; } = [];

    /// <summary>How many objects there are.</summary>
    public int Count => _ends.Count;

    /// <summary>Makes room for the next object.</summary>
    public void Begin()
    {
        if (_ends.Count > 0)
            Objects.Append(",\n"u8);
    }

    /// <summary>Notes that an object is complete.</summary>
    public void End(Guid uuid)
    {
        _ends.Add(Objects.Length);
        Uuids.Add(uuid);
    }

    /// <summary>Notes that there was nothing to append.</summary>
    public void Cancel() => Objects.Truncate(_ends.Count == 0 ? 0 : _ends[^1]);

    /// <summary>Appends the objects as lines.</summary>
    public void AppendLines(Utf8Buffer output)
    {
        int start = 0;
        foreach (int end in _ends)
        {
            output.Append(Objects.Slice(start, end - start));
            output.Append((byte)'\n');
            start = end + 2;
        }
    }

    /// <summary>Writes the objects behind those that are there.</summary>
    public void WriteJoined(Stream target, bool isFirst)
    {
        if (!isFirst && Count > 0)
            target.Write(",\n"u8);
        target.Write(Objects.WrittenSpan);
    }
}
