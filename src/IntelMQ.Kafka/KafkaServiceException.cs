namespace IntelMQ.Kafka;

/// <summary>A Kafka cluster cannot be reached, or refuses; the next try may succeed.</summary>
public sealed class KafkaServiceException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What the client says.</param>
    public KafkaServiceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
