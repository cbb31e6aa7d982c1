using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace IntelMQ.RabbitMq.Server;

/// <summary>What the server or the way to it says, as sentences.</summary>
internal static class RabbitErrors
{
    public static bool IsOne(Exception exception, CancellationToken cancellationToken)
        => exception is RabbitMQClientException or IOException or SocketException or TimeoutException or ObjectDisposedException or AuthenticationException or CryptographicException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static IOException Translate(Exception exception, RabbitAddress address) => exception switch
    {
        RabbitMqException known => known,
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => new RabbitMqException(exception.Message, isFinal: true, exception),
        _ => Say(exception, address),
    };

    public static RabbitMqException Translate(ShutdownEventArgs reason, RabbitAddress address)
        => new($"RabbitMQ at {address} {Say(reason.ReplyCode, reason.ReplyText)}", isFinal: false, reason.Exception);

    /// <summary>Finds the largest message in the server's refusal of a larger one.</summary>
    public static int? LargestIn(string? text)
    {
        const string Words = "larger than configured max size ";
        int start = text?.IndexOf(Words, StringComparison.Ordinal) ?? -1;
        if (start < 0)
            return null;
        ReadOnlySpan<char> rest = text.AsSpan(start + Words.Length);
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int largest) ? largest : null;
    }

    private static RabbitMqException Say(Exception exception, RabbitAddress address)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AuthenticationFailureException or PossibleAuthenticationFailureException:
                    return new($"RabbitMQ at {address} refuses the user or the password.", isFinal: true, exception);
                case AuthenticationException or CryptographicException:
                    return new($"RabbitMQ at {address} cannot be talked to over TLS: {inner.Message.TrimEnd('.')}.", isFinal: true, exception);
                case OperationInterruptedException { ShutdownReason: { } reason } when inner is not AlreadyClosedException || reason.ReplyCode is not (0 or 200):
                    return new($"RabbitMQ at {address} {Say(reason.ReplyCode, reason.ReplyText)}", reason.ReplyCode is 403 or 405 or 406 or 530, exception);
                case TimeoutException or OperationCanceledException:
                    return new($"RabbitMQ at {address} did not answer in time; whether it has done what was asked is not known.", isFinal: false, exception);
            }
        }

        return new($"RabbitMQ at {address} cannot be reached.", isFinal: false, exception);
    }

    private static string Say(ushort code, string text) => code switch
    {
        403 => $"does not allow the user what the queues need: {text}",
        404 => $"does not have what was asked for: {text}",
        405 => $"has given the queue to somebody else alone: {text}",
        406 when text.Contains("inequivalent arg", StringComparison.Ordinal) => $"has the queue or exchange with other settings: {text}",
        406 when text.Contains("timed out", StringComparison.Ordinal) => $"has ended the channel, since a message was in work for longer than its consumer_timeout: {text}",
        406 when LargestIn(text) is { } largest => $"takes no message of more than {largest} bytes.",
        320 => "is being shut down, or somebody has closed the connection.",
        530 when text.Contains("vhost", StringComparison.Ordinal) => $"does not let the user into the virtual host, or has none of that name: {text}",
        0 or 200 => "has closed the connection.",
        >= 500 and < 600 when text.Contains("heartbeat", StringComparison.OrdinalIgnoreCase) || text.Contains("end of stream", StringComparison.OrdinalIgnoreCase) => "is not there any more.",
        _ => $"has ended the connection: {text} ({code})",
    };
}
