using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>What is known while the rules run over one event.</summary>
internal struct SieveState(SieveScratch scratch, TimeProvider time, SieveTrace? trace)
{
    private DateTimeOffset _now;
    private bool _knowsNow;

    public readonly SieveScratch Scratch => scratch;

    /// <summary>Takes down what happens; null where nobody asks.</summary>
    public readonly SieveTrace? Trace => trace;

    /// <summary>Where the event goes unless it is dropped.</summary>
    public Verdict Path { get; set; }

    /// <summary>How often the event was changed.</summary>
    public int Writes { get; set; }

    /// <summary>The same instant for all rules of an event.</summary>
    public DateTimeOffset Now
    {
        get
        {
            if (!_knowsNow)
            {
                _now = time.GetUtcNow();
                _knowsNow = true;
            }

            return _now;
        }
    }
}
