namespace IntelMQ.Bots.Lookups;

/// <summary>An expert that asks DNS; needs <see cref="BotServices.Dns"/>.</summary>
public abstract class DnsExpert : LookupExpert
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Creates the expert.</summary>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="module">The bot's module path, for complaints.</param>
    protected DnsExpert(BotServices services, string module)
        : base(services, module)
    {
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
        => Services.Dns is null ? throw MissingResolver() : ValueTask.CompletedTask;

    /// <summary>Asks the resolver; gives up after 30 seconds, whatever the resolver does.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="question">Asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came.</exception>
    protected async Task<T> AskAsync<T>(Func<IDnsResolver, CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        IDnsResolver dns = Services.Dns ?? throw MissingResolver();
        using var late = new CancellationTokenSource(Timeout, Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await question(dns, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LookupException($"DNS gave no answer in {Timeout.TotalSeconds:0} seconds.", exception);
        }
        catch (IOException exception) when (exception is not LookupException)
        {
            throw new LookupException($"DNS gave no answer: {exception.Message}", exception);
        }
    }

    private BotConfigurationException MissingResolver() => Refusal("this bot asks DNS, but the host hands it no resolver: set BotServices.Dns, to a DnsResolver for example.");
}
