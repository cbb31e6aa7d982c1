using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>A line, report or event that could not be processed, kept so that it can be replayed.</summary>
/// <example><code>ParseResult result = new FeodoTrackerParser(new()).Parse("[{\"ip_address\": \"nowhere\"}]");
/// foreach (Failure failure in result.Failures)
///     Console.WriteLine($"{failure.Field} {failure.Value}: {failure}");</code></example>
public sealed class Failure
{
    /// <summary>Creates a failure.</summary>
    /// <param name="message">
    /// What is handed to the bot again to replay it: the event; or a report with the feed's fields whose <c>raw</c> is the line, with its
    /// header where it needs one.
    /// </param>
    /// <param name="reason">A sentence that names the field and says what is wrong.</param>
    public Failure(Message message, string reason)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        Message = message;
        Reason = Sentence.WithoutDouble(Printable.Of(reason));
    }

    /// <summary>What is handed to the bot again.</summary>
    public Message Message { get; }

    /// <summary>What is wrong, as a sentence; controls in it are shown by their numbers (<see cref="Printable"/>).</summary>
    public string Reason { get; }

    /// <summary>
    /// Names what failed and where: the same when the same is done again after a crash, so that stores keep it once. 0 where nobody knows.
    /// </summary>
    public UInt128 Id { get; init; }

    /// <summary>The bot's id; empty where a bot was run without one.</summary>
    public string BotId { get; init; } = "";

    /// <summary>The field that refused its value, where it was one field's fault.</summary>
    public string? Field { get; init; }

    /// <summary>
    /// The value that the field refused: at most 100 bytes of it, controls shown by their numbers, user names and passwords in URLs left out;
    /// <see langword="null"/> where no value is at fault, or the names of field and column say that it is a secret.
    /// </summary>
    public string? Value { get; init; }

    /// <summary>The line within the report, counted from 1; 0 where the whole report failed, or the message is an event.</summary>
    public long LineNumber { get; init; }

    /// <summary>The exception behind it, where there is one: a bot's defect or a service's error.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Where the line stood in the report, in bytes from its start.</summary>
    public long Offset { get; init; }

    /// <summary>
    /// How many bytes the line had, where only the first 64 KiB of it are kept; 0 where all of it is. What is cut short cannot be
    /// replayed.
    /// </summary>
    public long TruncatedFrom { get; init; }

    /// <summary>A copy with the bot's id.</summary>
    public Failure WithBotId(string botId) => Of(botId, Id);

    /// <summary>A copy with the bot's id and its own.</summary>
    internal Failure Of(string botId, UInt128 id) => new(Message, Reason)
    {
        Id = id,
        BotId = botId,
        Field = Field,
        Value = Value,
        LineNumber = LineNumber,
        Exception = Exception,
        Offset = Offset,
        TruncatedFrom = TruncatedFrom,
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        string what = Value is null ? Reason : $"{Reason.TrimEnd('.')}: '{Value}'.";
        return LineNumber > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {LineNumber}: {what}") : what;
    }
}
