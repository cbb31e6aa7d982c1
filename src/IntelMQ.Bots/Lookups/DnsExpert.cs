namespace IntelMQ.Bots.Lookups;

/// <summary>An expert that asks DNS; needs <see cref="BotServices.Dns"/>.</summary>
public abstract class DnsExpert : LookupExpert
{
    private readonly DnsQuestions _questions;

    /// <summary>Creates the expert.</summary>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="module">The bot's module path, for complaints.</param>
    protected DnsExpert(BotServices services, string module)
        : base(services, module)
        => _questions = new DnsQuestions(services, module);

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
