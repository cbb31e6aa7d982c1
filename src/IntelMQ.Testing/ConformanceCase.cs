namespace IntelMQ.Testing;

/// <summary>One thing that every implementation of a contract has to fulfil.</summary>
/// <typeparam name="TSubject">The contract.</typeparam>
public sealed class ConformanceCase<TSubject>
{
    private readonly Func<Func<CancellationToken, ValueTask<TSubject>>, Task> _run;

    internal ConformanceCase(string name, Func<Func<CancellationToken, ValueTask<TSubject>>, Task> run)
    {
        Name = name;
        _run = run;
    }

    /// <summary>What is to be fulfilled, as a sentence.</summary>
    public string Name { get; }

    /// <summary>Tries it out.</summary>
    /// <param name="create">Makes the implementation, new and empty; the case disposes it. Where a case opens it again, what was stored is to be there where it lasts.</param>
    /// <exception cref="ConformanceException">It is not fulfilled; the text says what came instead.</exception>
    public Task RunAsync(Func<CancellationToken, ValueTask<TSubject>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return _run(create);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
