using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// What stands in front of a line in <c>raw</c> and in a failure. Comments between rows make it longer; it is bounded, so that a report
/// of comments and rows in turn costs no more than others.
/// </summary>
internal sealed class LinePreamble(LineFormat format)
{
    private const int MaxChanges = 256;

    private readonly Utf8Buffer _header = new(64);
    private readonly Utf8Buffer _all = new(64);
    private bool _changed;
    private int _changes;

    public void AddHeader(ReadOnlySpan<byte> line, bool endsWithCarriageReturn)
    {
        if (_header.Length + line.Length >= MessageScope.MaxPrefix)
            throw new Failures.InvalidReportException($"The header has more than the {MessageScope.MaxPrefix} bytes that it may have.");
        _header.Append(line);
        _header.Append((byte)'\n');
        Add(line, endsWithCarriageReturn && format.KeepsCarriageReturnInRaw);
    }

    public void AddComment(ReadOnlySpan<byte> line)
    {
        if (format.KeepsCommentsInRaw)
            Add(line);
    }

    /// <summary>Hands the machine what has changed since the last row.</summary>
    public void Apply(RowMachine machine)
    {
        if (!_changed)
            return;
        _changed = false;
        _changes++;
        byte[] header = _header.ToArray();
        if (format.KeepsCommentsInRaw)
            machine.SetPrefixes(_all.ToArray(), _all.ToArray());
        else
            machine.SetPrefixes([], header);
    }

    private void Add(ReadOnlySpan<byte> line, bool carriageReturn = false)
    {
        if (_changes >= MaxChanges || _all.Length + line.Length >= MessageScope.MaxPrefix)
            return;
        _all.Append(line);
        if (carriageReturn)
            _all.Append((byte)'\r');
        _all.Append((byte)'\n');
        _changed = true;
    }
}
