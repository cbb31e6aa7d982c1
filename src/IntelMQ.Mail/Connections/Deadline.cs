namespace IntelMQ.Mail.Connections;

/// <summary>Ends what takes too long, or is no longer wanted.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        _late = new CancellationTokenSource(time, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
