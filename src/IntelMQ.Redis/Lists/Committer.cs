using System.Globalization;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using IntelMQ.State;
using StackExchange.Redis;

namespace IntelMQ.Redis.Lists;

/// <summary>Stores the pieces of work of one reader or writer; used by one thread at a time.</summary>
internal sealed class Committer : IAsyncDisposable
{
    private readonly RedisBroker _broker;
    private readonly CommitArguments _arguments;
    private readonly string _numberKey = $"intelmq.net:commit:{Guid.NewGuid():n}";
    private long _lastStored;
    private long _doubtful;
    private long _lastFailures;
    private bool _hasNumber;

    public Committer(RedisBroker broker)
    {
        _broker = broker;
        _arguments = new CommitArguments(broker, _numberKey);
    }

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, RedisQueue? input, RedisQueueReader? reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (work.Number != 0 && work.Number <= _lastStored)
            return CommitOutcome.Stored;
        List<(RedisQueue Queue, List<byte[]> Payloads)> outputs = _arguments.Encode(work.Outputs);
        RedisQueue? full = null;
        while (true)
        {
            // Asked for before one looks, so that no change is missed.
            Task? room = full?.Room.Next;
            (CommitOutcome? outcome, RedisQueue? isFull) = await TryAsync(work, outputs, input, reader, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<(CommitOutcome? Outcome, RedisQueue? Full)> TryAsync(
        UnitOfWork work, List<(RedisQueue Queue, List<byte[]> Payloads)> outputs, RedisQueue? input, RedisQueueReader? reader, CancellationToken cancellationToken)
    {
        if (input is null || reader is null)
            return await RunAsync(work, outputs, null, null, cancellationToken).ConfigureAwait(false);
        using (await input.LockAsync(cancellationToken).ConfigureAwait(false))
        {
            if (IsLost(work, input.Window))
                return (await AskAsync(work).ConfigureAwait(false) ? CommitOutcome.Stored : CommitOutcome.Lost, null);
            QueuePlan? plan = work.Settled.Count == 0 && work.Progress is null ? null : input.Window.Plan(work, reader);
            (CommitOutcome? outcome, RedisQueue? full) = await RunAsync(work, outputs, input, plan, cancellationToken).ConfigureAwait(false);
            if (outcome is { IsStored: true } && plan is not null)
                input.Window.Apply(plan);
            else if (outcome is { IsLost: true })
                input.Forget();
            return (outcome, full);
        }
    }

    private async ValueTask<(CommitOutcome? Outcome, RedisQueue? Full)> RunAsync(
        UnitOfWork work, List<(RedisQueue Queue, List<byte[]> Payloads)> outputs, RedisQueue? input, QueuePlan? plan, CancellationToken cancellationToken)
    {
        if (work.Failures.Count > 0 && (work.Number == 0 || work.Number != _lastFailures))
        {
            // They are kept elsewhere, so it is looked first whether the rest can be stored.
            (CommitOutcome? outcome, RedisQueue? full, bool may) = await RunAsync("check", work, outputs, input, plan).ConfigureAwait(false);
            if (!may)
                return (outcome, full);
            await _broker.Failures.AddAsync(work.Failures, cancellationToken).ConfigureAwait(false);
            _lastFailures = work.Number;
        }

        (CommitOutcome? result, RedisQueue? isFull, _) = await RunAsync("commit", work, outputs, input, plan).ConfigureAwait(false);
        return (result, isFull);
    }

    private async ValueTask<(CommitOutcome? Outcome, RedisQueue? Full, bool May)> RunAsync(
        string mode, UnitOfWork work, List<(RedisQueue Queue, List<byte[]> Payloads)> outputs, RedisQueue? input, QueuePlan? plan)
    {
        RedisArguments arguments = _arguments.Build(mode, work, outputs, input, plan);
        string?[] answer;
        try
        {
            answer = (string?[])(await _broker.Server.RunAsync(Scripts.Commit, arguments).ConfigureAwait(false))!;
        }
        catch (IOException)
        {
            _doubtful = work.Number;
            input?.Window.NoteDoubt();
            throw;
        }

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
                return (null, outputs.First(output => output.Queue.Name.Value == answer[1]).Queue, false);
        }
    }

    /// <summary>Whether an earlier try was stored, of which nobody knows how it ended.</summary>
    private async ValueTask<bool> AskAsync(UnitOfWork work)
    {
        if (work.Number == 0 || work.Number != _doubtful)
            return false;
        var answer = (string?[])(await _broker.Server.RunAsync(Scripts.Commit, _arguments.Ask(work.Number)).ConfigureAwait(false))!;
        return answer[0] == "again";
    }

    private static bool IsLost(UnitOfWork work, QueueWindow window)
    {
        bool isLost = work.Progress is { } progress && window.IsLost(progress.Tag);
        for (int i = 0; !isLost && i < work.Settled.Count; i++)
            isLost = window.IsLost(work.Settled[i].Tag);
        return isLost;
    }

    private void End(UnitOfWork work, List<(RedisQueue Queue, List<byte[]> Payloads)> outputs, RedisQueue? input)
    {
        _lastStored = work.Number;
        _broker.States.Publish(work.Changes);
        foreach ((RedisQueue queue, _) in outputs)
            queue.Arrival.Pulse();
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
