namespace IntelMQ.RabbitMq.Server;

/// <summary>An error of the server, as a sentence.</summary>
/// <param name="message">The sentence.</param>
/// <param name="isFinal">Whether waiting alone does not mend it: a password, a right, a setting.</param>
/// <param name="inner">What the client said.</param>
internal sealed class RabbitMqException(string message, bool isFinal, Exception? inner) : IOException(message, inner)
{
    public bool IsFinal { get; } = isFinal;
}
