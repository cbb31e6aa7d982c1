namespace IntelMQ.Tool.Commands.Init;

/// <summary>What a first configuration is to be like.</summary>
/// <param name="Broker">Where queues are.</param>
/// <param name="Feed">The feed, <c>PROVIDER: NAME</c>; <see langword="null"/> for the sample.</param>
/// <param name="Output">The file of events.</param>
internal sealed record InitAnswers(string Broker, string? Feed, string Output)
{
    private static readonly string[] Brokers = ["sqlite", "redis", "redis-streams", "amqp", "memory"];

    /// <summary>Asks for each; an empty answer leaves it as it is.</summary>
    public async Task<InitAnswers> AskAsync(TextReader input, TextWriter questions, CancellationToken cancellationToken)
    {
        string broker = await AskAsync(input, questions, $"Where are queues kept ({string.Join(", ", Brokers)})? [{Broker}] ", cancellationToken).ConfigureAwait(false) ?? Broker;
        if (!Brokers.Contains(broker))
            throw new ArgumentException($"There is no broker '{broker}'.");
        string? feed = await AskAsync(input, questions, $"Which feed ('PROVIDER: NAME'; nothing for a sample report)? [{Feed}] ", cancellationToken).ConfigureAwait(false) ?? Feed;
        string output = await AskAsync(input, questions, $"Which file are events written to? [{Output}] ", cancellationToken).ConfigureAwait(false) ?? Output;
        return new InitAnswers(broker, feed, output);
    }

    private static async Task<string?> AskAsync(TextReader input, TextWriter questions, string question, CancellationToken cancellationToken)
    {
        await questions.WriteAsync(question).ConfigureAwait(false);
        await questions.FlushAsync(cancellationToken).ConfigureAwait(false);
        return (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false))?.Trim() is { Length: > 0 } answer ? answer : null;
    }
}
