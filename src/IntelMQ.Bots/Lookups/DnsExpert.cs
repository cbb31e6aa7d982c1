namespace IntelMQ.Bots.Lookups;

/// <summary>An expert that asks DNS; needs <see cref="BotServices.Dns"/>.</summary>
public abstract class DnsExpert : LookupExpert
{
    private readonly DnsQuestions _questions;

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected DnsExpert(BotOptions options, BotServices services)
        : base(options, services)
        => _questions = new DnsQuestions(services, Module);

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _questions.EnsureResolver();
        return ValueTask.CompletedTask;
    }

    /// <summary>Asks the resolver; gives up after 30 seconds, whatever the resolver does.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="question">Asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came.</exception>
    protected Task<T> AskAsync<T>(Func<IDnsResolver, CancellationToken, Task<T>> question, CancellationToken cancellationToken)
        => _questions.AskAsync(question, cancellationToken);
}
