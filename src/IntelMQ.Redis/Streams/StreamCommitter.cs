using System.Globalization;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Lists;
using IntelMQ.Redis.Server;
using IntelMQ.State;
using StackExchange.Redis;

namespace IntelMQ.Redis.Streams;

/// <summary>Stores the pieces of work of one reader or writer; used by one thread at a time.</summary>
internal sealed partial class StreamCommitter : IAsyncDisposable
{
    private readonly RedisStreamBroker _broker;
    private readonly StreamArguments _arguments;
    private readonly string _numberKey = $"intelmq.net:commit:{Guid.NewGuid():n}";
    private long _lastStored;
    private long _doubtful;
    private long _lastFailures;
    private bool _hasNumber;

    public StreamCommitter(RedisStreamBroker broker)
    {
        _broker = broker;
        _arguments = new StreamArguments(broker, _numberKey);
    }

    /// <summary>Whether nobody knows if the last commit was stored.</summary>
    public bool IsDoubtful { get; private set; }

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, StreamQueue? input, StreamQueueReader? reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (work.Number != 0 && work.Number <= _lastStored)
            return CommitOutcome.Stored;
        List<StreamOutput> outputs = _arguments.Encode(work.Outputs);
        StreamQueue? full = null;
        while (true)
        {
            // Asked for before one looks, so that no change is missed.
            Task? room = full?.Room.Next;
            (CommitOutcome? outcome, StreamQueue? isFull) = await TryAsync(work, outputs, input, reader, cancellationToken).ConfigureAwait(false);
            if (outcome is { } known)
            {
                if (known.IsStored)
                    End(work, outputs, input);
                return known;
            }

            if (room is not null && isFull == full)
                await ChangeSignal.WaitAsync(room, _broker.Options.PollInterval, _broker.Options.Time, cancellationToken).ConfigureAwait(false);
            full = isFull;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_hasNumber)
            return;
        try
        {
            await _broker.Server.RunAsync(Scripts.Forget, new RedisArguments().Add(_broker.Options.StateDatabase).Add(_numberKey)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It goes by itself after a week.
        }
    }

    // The server may work on several commits of a queue, since the fencing numbers say whose the input is; only what this process knows of it
    // is locked.
    private async ValueTask<(CommitOutcome? Outcome, StreamQueue? Full)> TryAsync(
        UnitOfWork work, List<StreamOutput> outputs, StreamQueue? queue, StreamQueueReader? reader, CancellationToken cancellationToken)
    {
        List<StreamInput>? inputs = [];
        if (queue is not null && reader is not null)
        {
            using (await queue.LockAsync(cancellationToken).ConfigureAwait(false))
                inputs = queue.Plan(work, reader);
        }

        if (inputs is null)
        {
            bool isStored = await AskAsync(work).ConfigureAwait(false);
            if (!isStored)
                await LoseAsync(queue!, reader!, []).ConfigureAwait(false);
            return (isStored ? CommitOutcome.Stored : CommitOutcome.Lost, null);
        }

        (CommitOutcome? outcome, StreamQueue? full) = await StoreAsync(work, outputs, queue, inputs, cancellationToken).ConfigureAwait(false);
        if (outcome is { IsLost: true })
        {
            await LoseAsync(queue!, reader!, inputs).ConfigureAwait(false);
        }
        else if (outcome is { IsStored: true } && inputs.Count > 0)
        {
            using (await queue!.LockAsync(CancellationToken.None).ConfigureAwait(false))
                queue.Apply(inputs);
        }

        return (outcome, full);
    }

    private static async ValueTask LoseAsync(StreamQueue queue, StreamQueueReader reader, List<StreamInput> inputs)
    {
        using (await queue.LockAsync(CancellationToken.None).ConfigureAwait(false))
            queue.Lose(reader, inputs);
    }

    private async ValueTask<(CommitOutcome? Outcome, StreamQueue? Full)> StoreAsync(
        UnitOfWork work, List<StreamOutput> outputs, StreamQueue? queue, List<StreamInput> inputs, CancellationToken cancellationToken)
    {
        if (work.Failures.Count > 0 && (work.Number == 0 || work.Number != _lastFailures))
        {
            // They are kept elsewhere, so it is looked first whether the rest can be stored.
            (CommitOutcome? outcome, StreamQueue? full, bool may) = await RunAsync("check", work, outputs, queue, inputs).ConfigureAwait(false);
            if (!may)
                return (outcome, full);
            await _broker.Failures.AddAsync(work.Failures, cancellationToken).ConfigureAwait(false);
            _lastFailures = work.Number;
        }

        (CommitOutcome? result, StreamQueue? isFull, _) = await RunAsync("commit", work, outputs, queue, inputs).ConfigureAwait(false);
        return (result, isFull);
    }

    private async ValueTask<(CommitOutcome? Outcome, StreamQueue? Full, bool May)> RunAsync(string mode, UnitOfWork work, List<StreamOutput> outputs, StreamQueue? queue, List<StreamInput> inputs)
    {
        string?[] answer;
        try
        {
            RedisResult? result = MayGoTogether(mode, work, outputs) ? await RunTogetherAsync(work, outputs, queue, inputs).ConfigureAwait(false) : null;
            result ??= await _broker.Server.RunAsync(StreamScripts.Commit, _arguments.Build(mode, work, outputs, queue, inputs)).ConfigureAwait(false);
            answer = (string?[])result!;
        }
        catch (IOException)
        {
            _doubtful = work.Number;
            IsDoubtful = true;
            throw;
        }

        IsDoubtful = false;
        switch (answer[0])
        {
            case "stored":
            case "again":
                _hasNumber |= work.Number != 0;
                return (CommitOutcome.Stored, null, false);
            case "may":
                return (null, null, true);
            case "lost":
                return (CommitOutcome.Lost, null, false);
            case "stale":
                await _broker.States.RereadAsync(work.Changes).ConfigureAwait(false);
                return (CommitOutcome.Lost, null, false);
            case "conflict":
                return (CommitOutcome.Refused([.. answer.Skip(1).Select(static place => int.Parse(place!, NumberStyles.None, CultureInfo.InvariantCulture))]), null, false);
            default:
                return (null, outputs.First(output => output.Queue.Streams == answer[1]).Queue, false);
        }
    }

    /// <summary>Whether an earlier try was stored, of which nobody knows how it ended.</summary>
    private async ValueTask<bool> AskAsync(UnitOfWork work)
    {
        if (work.Number == 0 || work.Number != _doubtful)
            return false;
        var answer = (string?[])(await _broker.Server.RunAsync(StreamScripts.Commit, _arguments.Ask(work.Number)).ConfigureAwait(false))!;
        return answer[0] == "again";
    }

    private void End(UnitOfWork work, List<StreamOutput> outputs, StreamQueue? input)
    {
        _lastStored = work.Number;
        _broker.States.Publish(work.Changes);
        foreach (StreamOutput output in outputs)
            output.Queue.Arrival.Pulse();
        if (input is not null && work.Settled.Count > 0)
        {
            input.Room.Pulse();
            if (input.IsCompleted)
                input.Arrival.Pulse();
        }

        // What the server has is out of danger.
        foreach (OutgoingBatch batch in work.Outputs)
        {
            foreach (Outgoing outgoing in batch.Messages)
                outgoing.Receipt?.Release(1);
        }
    }
}
