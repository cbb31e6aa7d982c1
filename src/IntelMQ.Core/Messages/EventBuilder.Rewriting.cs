using IntelMQ.Text;

namespace IntelMQ.Messages;

// Parts of the line that stand in the event in another form, at the same place, so that values keep the order of the line.
internal sealed partial class EventBuilder
{
    private readonly Utf8Buffer _rewrittenBytes = new();
    private readonly List<(int Start, int Length)> _rewritten = [];

    /// <summary>Writes other bytes over a part of the line that the event keeps.</summary>
    /// <param name="start">Where they stand in the line; there must be room for them.</param>
    /// <param name="bytes">What stands there instead.</param>
    public void Rewrite(int start, ReadOnlySpan<byte> bytes)
    {
        _rewritten.Add((start, bytes.Length));
        _rewrittenBytes.Append(bytes);
    }

    private void ApplyRewritten(Span<byte> line)
    {
        int next = 0;
        foreach ((int start, int length) in _rewritten)
        {
            _rewrittenBytes.Slice(next, length).CopyTo(line[start..]);
            next += length;
        }
    }

    private void ForgetRewritten()
    {
        _rewritten.Clear();
        _rewrittenBytes.Clear();
    }
}
