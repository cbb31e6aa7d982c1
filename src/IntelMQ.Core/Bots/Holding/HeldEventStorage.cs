using System.Buffers.Binary;
using IntelMQ.Messages;
using IntelMQ.State;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots;

/// <summary>Held events as entries of a bot's state, each under its number.</summary>
internal sealed partial class HeldEventStorage(StateValues values, BotServices services)
{
    private readonly ILogger _log = services.Logs.CreateLogger(typeof(HeldEvents).FullName!);
    private readonly Utf8Buffer _json = new();

    /// <summary>Reads all that can be read, by their numbers.</summary>
    public List<(long Id, string Key, HeldEvent Held)> Load()
    {
        var messages = new MessageReader(services.Schema);
        var loaded = new List<(long, string, HeldEvent)>();
        int damaged = 0;
        foreach (StateEntry stored in values.ReadAll().Where(static entry => entry.Key.Length == sizeof(long)).OrderBy(static entry => IdOf(entry)))
        {
            if (HeldEventJson.Read(stored.Value.Span, messages) is var (key, held))
                loaded.Add((IdOf(stored), key, held));
            else
                damaged++;
        }

        if (loaded.Count > 0)
            LogLoaded(_log, loaded.Count);
        if (damaged > 0)
            LogDamaged(_log, damaged);
        return loaded;
    }

    public void Set(HeldEntry entry, HeldEvent held, Receipt? receipt)
    {
        _json.Clear();
        HeldEventJson.Write(entry.Key, held, _json);
        if (_json.Length > StateLimits.MaxValue)
        {
            LogTooLarge(_log, _json.Length, StateLimits.MaxValue);
            return;
        }

        Span<byte> key = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(key, entry.Id);
        values.Set(key, _json.WrittenSpan, null, receipt);
    }

    public void Remove(HeldEntry entry, Receipt? receipt)
    {
        Span<byte> key = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(key, entry.Id);
        values.Remove(key, receipt);
    }

    private static long IdOf(in StateEntry entry) => BinaryPrimitives.ReadInt64BigEndian(entry.Key.Span);

    [LoggerMessage(1, LogLevel.Information, "Loaded {Count} held events.")]
    private static partial void LogLoaded(ILogger log, int count);

    [LoggerMessage(2, LogLevel.Error, "{Damaged} held events cannot be read, or do not fit the schema; they stay stored.")]
    private static partial void LogDamaged(ILogger log, int damaged);

    [LoggerMessage(3, LogLevel.Error, "A held event has {Size} bytes; of more than {MaxSize} it is not stored, and lost when the process ends before its time.")]
    private static partial void LogTooLarge(ILogger log, int size, int maxSize);
}
