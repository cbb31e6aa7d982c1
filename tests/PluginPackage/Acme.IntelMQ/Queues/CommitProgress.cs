namespace Acme.IntelMQ.Queues;

/// <summary>How far the commit of a reader or writer got: one that is tried again goes on behind what is stored already.</summary>
internal sealed class CommitProgress
{
    private long _number;
    private int _steps;

    /// <summary>The number of the last commit that is stored as a whole; 0 for none.</summary>
    public long Stored { get; private set; }

    /// <summary>Whether something of it is stored, so that it waits for no room and asks no conditions any more.</summary>
    public bool HasBegun => _steps > 0;

    public void Begin(long number)
    {
        if (number == 0 || number != _number)
            (_number, _steps) = (number, 0);
    }

    public bool IsNext(int step) => step >= _steps;

    public void Note(int step) => _steps = step + 1;

    public void End(long number) => (Stored, _steps) = (number, 0);
}
