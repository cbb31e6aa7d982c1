using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Server;
using IntelMQ.RabbitMq.Storage;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>
/// Stores the pieces of work of one reader or writer; used by one thread at a time. The order is: failures, messages until all are confirmed,
/// state with the ids of what is settled, acknowledgements. Where a process ends in between, its input comes again, and what it had sent
/// already is sent once more under the same ids.
/// </summary>
internal sealed class Committer(RabbitMqBroker broker) : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly RabbitMqBrokerOptions _options = broker.Options;
    private readonly Publisher _publisher = new(broker.Server, broker.Options.Exchange, true, broker.Options.Time);
    private readonly CommitEncoder _encoder = new(broker.Options.Time);
    private readonly ILogger _log = broker.Options.Logs.CreateLogger("IntelMQ.RabbitMq");
    private CommitAttempt? _attempt;
    private long _lastStored;

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, RabbitQueue? input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (work.Number != 0 && work.Number <= _lastStored)
            return CommitOutcome.Stored;
        CommitAttempt? attempt = work.Number != 0 && _attempt?.Number == work.Number ? _attempt : null;
        if (attempt is null)
        {
            attempt = await BeginAsync(work, input, cancellationToken).ConfigureAwait(false);
            if (attempt is null)
                return CommitOutcome.Lost;
            _attempt = attempt;
        }

        if (!attempt.HasBegun)
            await WaitForRoomAsync(attempt, cancellationToken).ConfigureAwait(false);
        CommitOutcome outcome = RabbitState.HasConditions(work.Changes)
            ? await StoreAloneAsync(work, attempt, input, cancellationToken).ConfigureAwait(false)
            : await StoreAsync(work, attempt, input, cancellationToken).ConfigureAwait(false);
        _attempt = null;
        if (outcome.IsStored)
            await EndAsync(work, attempt, input).ConfigureAwait(false);
        return outcome;
    }

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    private async ValueTask<CommitAttempt?> BeginAsync(UnitOfWork work, RabbitQueue? input, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            Dictionary<UInt128, UInt128> roots = await broker.Roots.FindAsync(work.Outputs, cancellationToken).ConfigureAwait(false);
            return new CommitAttempt(work.Number, [], _encoder.Encode(work.Outputs, CommitOrigins.Of(roots))) { Reports = roots.Keys };
        }

        var settled = new List<QueueSlot>(work.Settled.Count + 1);
        QueueSlot? progress = null;
        using (await input.LockAsync(cancellationToken).ConfigureAwait(false))
        {
            input.ForgetIfLost();
            for (int i = 0; i < work.Settled.Count; i++)
            {
                if (input.Window.Find(work.Settled[i].Tag) is not { } slot)
                    return null;
                settled.Add(slot);
            }

            if (work.Progress is { } checkpoint && (progress = input.Window.Find(checkpoint.Tag)) is null)
                return null;
        }

        IEnumerable<QueueSlot> origins = progress is null ? settled : settled.Append(progress);
        return new CommitAttempt(work.Number, settled, _encoder.Encode(work.Outputs, CommitOrigins.Of(origins))) { Progress = progress };
    }

    private async ValueTask WaitForRoomAsync(CommitAttempt attempt, CancellationToken cancellationToken)
    {
        foreach (RabbitQueue queue in attempt.Publications.Select(static publication => publication.Key).Distinct().Select(key => broker.Find(new QueueName(key))))
        {
            while (true)
            {
                // Asked for before one looks, so that no change is missed.
                Task room = queue.Room.Next;
                if (await queue.HasRoomAsync(cancellationToken).ConfigureAwait(false))
                    break;
                await ChangeSignal.WaitAsync(room, _options.PollInterval, _options.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // What was found absent has to be so until it is stored.
    private async ValueTask<CommitOutcome> StoreAloneAsync(UnitOfWork work, CommitAttempt attempt, RabbitQueue? input, CancellationToken cancellationToken)
    {
        await broker.Conditions.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!attempt.HasBegun)
            {
                CommitOutcome outcome = broker.States.Check(work.Changes);
                if (!outcome.IsStored)
                    return outcome;
            }

            return await StoreAsync(work, attempt, input, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            broker.Conditions.Release();
        }
    }

    private async ValueTask<CommitOutcome> StoreAsync(UnitOfWork work, CommitAttempt attempt, RabbitQueue? input, CancellationToken cancellationToken)
    {
        if (work.Failures.Count > 0 && !attempt.HasFailures)
        {
            await broker.Failures.AddAsync(work.Failures, cancellationToken).ConfigureAwait(false);
            attempt.HasFailures = true;
        }

        attempt.HasBegun = true;
        await PublishAsync(attempt, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<StateChange> changes = attempt.ChangesOf(work, input?.Memory);
        return changes.Count == 0 ? CommitOutcome.Stored : await broker.States.ApplyAsync(changes, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask PublishAsync(CommitAttempt attempt, CancellationToken cancellationToken)
    {
        await KeepTooLargeAsync(attempt, cancellationToken).ConfigureAwait(false);
        TimeSpan pause = TimeSpan.FromMilliseconds(50);
        bool isTold = false;
        while (attempt.Publications.Exists(static publication => publication.State != PublicationState.Confirmed))
        {
            await _publisher.PublishAsync(attempt.Publications, cancellationToken).ConfigureAwait(false);
            foreach (string queue in attempt.Publications.Where(static one => one.State == PublicationState.Returned).Select(static one => one.Key).Distinct())
                await broker.Counter.DeclareAnewAsync(new QueueName(queue), cancellationToken).ConfigureAwait(false);
            if (attempt.Publications.Find(static publication => publication.State == PublicationState.Refused) is not { } refused)
                continue;
            if (!isTold)
                RabbitMqLog.RefusedByPolicy(_log, refused.Key);
            isTold = true;
            await Task.Delay(pause, _options.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // It would end the channel each time, and everything with it.
    private async ValueTask KeepTooLargeAsync(CommitAttempt attempt, CancellationToken cancellationToken)
    {
        int limit = broker.Server.LargestMessage;
        foreach (Publication large in attempt.Publications.FindAll(publication => publication.Payload.Length > limit))
        {
            string bot = large.Key.EndsWith("-queue", StringComparison.Ordinal) ? large.Key[..^"-queue".Length] : large.Key;
            RabbitMqLog.TooLarge(_log, large.Key, large.Payload.Length, limit);
            var failure = new Failure(large.Source, $"The message has {large.Payload.Length} bytes, more than the {limit} that RabbitMQ takes.") { BotId = bot };
            await broker.Failures.AddAsync([failure], cancellationToken).ConfigureAwait(false);
            attempt.Publications.Remove(large);
        }
    }

    private async ValueTask EndAsync(UnitOfWork work, CommitAttempt attempt, RabbitQueue? input)
    {
        _lastStored = work.Number;
        if (attempt.Reports.Count > 0)
            await broker.Roots.NoteSentAsync(attempt.Reports).ConfigureAwait(false);
        foreach (IGrouping<string, Publication> sent in attempt.Publications.GroupBy(static publication => publication.Key))
            broker.Find(new QueueName(sent.Key)).NoteSent(sent.Count());
        if (input is not null && (attempt.Settled.Count > 0 || attempt.Progress is not null))
        {
            using (await input.LockAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (attempt.Progress is { } progress)
                    progress.Checkpoint = work.Progress!.Value.Position;
                if (!input.ForgetIfLost())
                {
                    foreach (QueueSlot slot in attempt.Settled)
                        input.Window.Finish(slot);
                }

                await input.AcknowledgeAsync().ConfigureAwait(false);
            }

            if (attempt.Settled.Count > 0)
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
