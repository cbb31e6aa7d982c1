namespace IntelMQ.Bots.Lookups;

/// <summary>Asks the host's resolver, and does not wait for ever.</summary>
internal sealed class DnsQuestions(BotServices services, string module)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Says at start that the resolver is missing.</summary>
    /// <exception cref="BotConfigurationException">It is.</exception>
    public void EnsureResolver() => _ = Resolver;

    private IDnsResolver Resolver => services.Dns
        ?? throw new BotConfigurationException(module, ["this bot asks DNS, but the host hands it no resolver: set BotServices.Dns, to a DnsResolver for example."]);

    /// <summary>Asks the resolver; gives up after 30 seconds, whatever the resolver does.</summary>
    /// <exception cref="LookupException">No answer came.</exception>
    public async Task<T> AskAsync<T>(Func<IDnsResolver, CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        IDnsResolver dns = Resolver;
        using var late = new CancellationTokenSource(Timeout, services.Time);
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
}
