using System.Buffers.Binary;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// Finds the message that ends the process whenever it is worked on (a bot runs out of stack or memory), over queues that outlive the process:
/// it would come first again after each start, and nothing behind it would ever be reached. What kills is always in the first batch that a stage
/// receives after a start, so only that one is noted, before it is worked on, and the note goes with its first commit. Where a batch was
/// noted too often, its messages are worked on one by one, and one at a time in the whole run, so that the note says which of them it was.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="bot">The bot that the stage begins with.</param>
/// <param name="space">Where it is noted how often a batch or a message was begun: 4 bytes, big-endian.</param>
/// <param name="max">After how many ends of the process a message is given up.</param>
internal sealed class CrashGuard(RunContext run, GraphBot bot, IStateSpace space, int max)
{
    // The last of the ends that are allowed are those of a message on its own.
    private const int EndsAlone = 2;

    private byte[]? _noted;
    private bool _isAlone;

    /// <summary>Opens the notes of a bot; <see langword="null"/> where nothing outlives the process.</summary>
    public static async ValueTask<CrashGuard?> OpenAsync(RunContext run, GraphBot bot)
    {
        if (!run.IsDurable || run.Options.MaxAttempts is not { } max)
            return null;
        // No bot can open a space of that name.
        var declaration = new StateSpaceDeclaration($"{bot.Id}/.attempts", StateSpaceKind.Values);
        IStateSpace space = await run.ReceiveAsync(bot.Id, bot.Meter, () => run.Broker.State.OpenAsync(declaration, run.Aborting), run.Aborting).ConfigureAwait(false);
        return new CrashGuard(run, bot, space, max);
    }

    /// <summary>Notes that a batch is begun.</summary>
    /// <returns>How often the process has ended over it; as often as makes it suspect, if so: nothing is noted then.</returns>
    public async ValueTask<(int Ends, bool IsSuspect)> BeginAsync(IReadOnlyList<Delivery> batch)
    {
        byte[] key = KeyOf('b', batch[0]);
        int ends = Find(key);
        if (ends >= max - EndsAlone)
            return (ends, true);
        await NoteAsync(key, ends + 1).ConfigureAwait(false);
        return (ends, false);
    }

    /// <summary>Notes that a message of a suspect batch is begun, when no other one is in work any more.</summary>
    /// <returns>Whether it is to be worked on; otherwise it has ended the process too often.</returns>
    public async ValueTask<bool> BeginAloneAsync(Delivery delivery)
    {
        byte[] key = KeyOf('m', delivery);
        int ends = Find(key);
        if (ends >= EndsAlone)
        {
            _noted = key;
            return false;
        }

        await run.Suspects.WaitAsync(run.Aborting).ConfigureAwait(false);
        _isAlone = true;
        await NoteAsync(key, ends + 1).ConfigureAwait(false);
        return true;
    }

    /// <summary>The work is done, and only has to be stored: the note goes with it.</summary>
    public void End(List<StateChange> changes)
    {
        Release();
        if (_noted is { } key)
            changes.Add(new StateChange(space.Name, key) { IsRemoval = true });
        _noted = null;
    }

    /// <summary>Lets other suspect messages be worked on.</summary>
    public void Release()
    {
        if (_isAlone)
            run.Suspects.Release();
        _isAlone = false;
    }

    /// <summary>Takes back what is noted of a batch: it is given back in order, or all its messages were worked on.</summary>
    public async ValueTask ForgetAsync(byte[]? batch)
    {
        Release();
        StateChange[] changes = [.. new[] { _noted, batch }.OfType<byte[]>().Select(key => new StateChange(space.Name, key) { IsRemoval = true })];
        _noted = null;
        if (changes.Length == 0)
            return;
        try
        {
            await run.Broker.State.ApplyAsync(changes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // One end more is counted, of a batch that comes again.
        }
    }

    /// <summary>What the notes of a batch are found by.</summary>
    public static byte[] KeyOf(IReadOnlyList<Delivery> batch) => KeyOf('b', batch[0]);

    private static byte[] KeyOf(char kind, in Delivery delivery)
    {
        Lineage lineage = delivery.Envelope.Lineage;
        if (lineage.IsUnknown)
            lineage = MessageLineage.Of(delivery.Message ?? delivery.Unreadable!.Message);
        byte[] key = new byte[17];
        key[0] = (byte)kind;
        BinaryPrimitives.WriteUInt128BigEndian(key.AsSpan(1), lineage.Id);
        return key;
    }

    private int Find(byte[] key) => space.TryGet(key, out StateEntry entry) && entry.Value.Length == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(entry.Value.Span) : 0;

    private async ValueTask NoteAsync(byte[] key, int begun)
    {
        byte[] value = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(value, begun);
        _noted = key;
        StateChange[] changes = [new StateChange(space.Name, key) { Value = value }];
        await run.StoreAsync(bot.Id, bot.Meter, () => run.Broker.State.ApplyAsync(changes, run.Aborting)).ConfigureAwait(false);
    }
}
