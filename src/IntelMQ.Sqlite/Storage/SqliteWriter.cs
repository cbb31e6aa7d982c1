using System.Collections.Concurrent;
using IntelMQ.Sqlite.Queues;
using IntelMQ.State;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Storage;

/// <summary>
/// The one thread that writes: takes what callers want to have stored, many at a time, and stores it in one transaction, so that a flush to
/// disk is shared. A request whose queues have no room is kept until they do.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaxGroup = 256;
    private const long MaxGroupBytes = 64 << 20;

    private readonly SqliteFile _file;
    private readonly SqliteStatements _statements;
    private readonly SqliteState _state;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<SqliteRequest> _requests = [];
    private readonly List<SqliteRequest> _parked = [];
    private readonly HashSet<long> _hasProgress;
    private readonly HashSet<long> _hasAttempts;
    private readonly Thread _thread;

    public SqliteWriter(SqliteFile file, SqliteStatements statements, SqliteState state, HashSet<long> hasProgress, HashSet<long> hasAttempts, TimeProvider time)
    {
        _file = file;
        _statements = statements;
        _state = state;
        _hasProgress = hasProgress;
        _hasAttempts = hasAttempts;
        _time = time;
        _thread = new Thread(Run) { IsBackground = true, Name = "IntelMQ.Sqlite" };
        _thread.Start();
    }

    /// <summary>Has something stored.</summary>
    public async ValueTask<CommitOutcome> StoreAsync(SqliteRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_requests.IsAddingCompleted, this);
        _requests.Add(request, CancellationToken.None);
        using (cancellationToken.Register(static (state, token) => ((SqliteRequest)state!).GiveUp(token), request))
            return await request.Done.ConfigureAwait(false);
    }

    /// <summary>Looks again at requests that wait for room: a queue's limit has changed.</summary>
    public void LookAgain()
    {
        if (!_requests.IsAddingCompleted)
            _requests.Add(new SqliteRequest());
    }

    public void Dispose()
    {
        if (_requests.IsAddingCompleted)
            return;
        _requests.CompleteAdding();
        _thread.Join();
        _requests.Dispose();
    }

    private void Run()
    {
        var group = new List<SqliteRequest>();
        foreach (SqliteRequest first in _requests.GetConsumingEnumerable())
        {
            group.Clear();
            // Those who wait longest go first, so that order is kept.
            group.AddRange(_parked);
            _parked.Clear();
            group.Add(first);
            long size = first.Size;
            while (group.Count < MaxGroup && size < MaxGroupBytes && _requests.TryTake(out SqliteRequest? next))
            {
                group.Add(next);
                size += next.Size;
            }

            Store(group);
        }

        foreach (SqliteRequest request in _parked)
            request.Fail(new ObjectDisposedException(nameof(SqliteBroker)));
    }

    private void Store(List<SqliteRequest> group)
    {
        var stored = new List<SqliteRequest>();
        try
        {
            // Settling makes room, so what waited is looked at again after each of the others.
            List<SqliteRequest> waiting = group;
            bool hasStored = true;
            while (hasStored && waiting.Count > 0)
            {
                hasStored = false;
                var still = new List<SqliteRequest>();
                foreach (SqliteRequest request in waiting)
                {
                    if (request.IsGivenUp)
                        continue;
                    if (request.MustWait)
                        still.Add(request);
                    else if (request.TryBegin())
                        hasStored |= TryExecute(request, stored);
                }

                waiting = still;
            }

            _parked.AddRange(waiting);
            if (stored.Count == 0)
                return;
            foreach (SqliteQueue queue in Touched(stored))
                _statements.SetWaiting(queue);
            _statements.Commit();
        }
#pragma warning disable CA1031 // Whatever happens in this thread is told to those who wait for it.
        catch (Exception exception)
        {
            _statements.RollBack();
            _state.ForgetGroup();
            foreach (SqliteRequest request in stored)
                Undo(request);
            Exception told = exception is SqliteException sqlite ? SqliteErrors.Translate(sqlite, _file.Path) : exception;
            foreach (SqliteRequest request in group)
            {
                if (!_parked.Contains(request) && !request.Done.IsCompleted)
                    request.Fail(told);
            }

            return;
        }
#pragma warning restore CA1031

        Publish(stored);
    }

    private bool TryExecute(SqliteRequest request, List<SqliteRequest> stored)
    {
        if (_state.Check(request.Changes) is { Count: > 0 } conflicts)
        {
            request.End(CommitOutcome.Refused(conflicts));
            return false;
        }

        if (_statements.Transaction is null)
            _statements.Begin();
        stored.Add(request);
        // Counted before anything can fail, so that it can be taken back whole.
        if (request.Input is { } input)
            input.Count -= request.Settled.Count;
        foreach ((SqliteQueue queue, List<EncodedMessage> messages) in request.Outputs)
            queue.Count += messages.Count;
        foreach ((SqliteQueue queue, List<EncodedMessage> messages) in request.Outputs)
        {
            foreach (EncodedMessage message in messages)
            {
                _statements.InsertMessage(
                    ++queue.PartOf(message.Partition).Newest,
                    request.Bytes!.Slice(message.Start, message.Payload),
                    request.Bytes.Slice(message.Start + message.Payload, message.Envelope));
            }
        }

        long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (byte[] failure in request.Failures)
            _statements.InsertFailure(now, failure);
        _state.Write(request.Changes, _statements);
        if (request.Progress is { } progress)
        {
            _statements.SetProgress(progress.Id, progress.Position);
            _hasProgress.Add(progress.Id);
        }

        Settle(request);
        request.Other?.Invoke(_statements);
        return true;
    }

    private void Settle(SqliteRequest request)
    {
        List<long> ids = request.Settled;
        for (int i = 0; i < ids.Count;)
        {
            int end = i + 1;
            while (end < ids.Count && ids[end] == ids[end - 1] + 1)
                end++;
            bool withProgress = false;
            bool withAttempts = false;
            for (int k = i; k < end; k++)
            {
                withProgress |= _hasProgress.Contains(ids[k]);
                withAttempts |= _hasAttempts.Contains(ids[k]);
            }

            _statements.DeleteMessages(ids[i], ids[end - 1], withProgress, withAttempts);
            i = end;
        }
    }

    private static void Undo(SqliteRequest request)
    {
        foreach ((SqliteQueue queue, List<EncodedMessage> messages) in request.Outputs)
        {
            queue.Count -= messages.Count;
            foreach (SqlitePart part in queue.Parts)
                part.Newest = part.Committed;
        }

        if (request.Input is { } input)
            input.Count += request.Settled.Count;
    }

    private void Publish(List<SqliteRequest> stored)
    {
        _state.PublishGroup();
        var arrived = new HashSet<SqliteQueue>();
        foreach (SqliteRequest request in stored)
        {
            foreach ((SqliteQueue queue, _) in request.Outputs)
            {
                lock (queue.Gate)
                {
                    foreach (SqlitePart part in queue.Parts)
                        part.Committed = part.Newest;
                }

                arrived.Add(queue);
            }

            foreach (long id in request.Settled)
            {
                _hasProgress.Remove(id);
                _hasAttempts.Remove(id);
            }

            if (request.Input is { IsCompleted: true } input)
                arrived.Add(input);
        }

        foreach (SqliteRequest request in stored)
            request.End(CommitOutcome.Stored);
        foreach (SqliteQueue queue in arrived)
            queue.Pulse();
    }

    private static IEnumerable<SqliteQueue> Touched(List<SqliteRequest> stored)
        => stored.SelectMany(static request => request.Outputs.Where(static output => output.Messages.Count > 0).Select(static output => output.Queue).Concat(request.Input is { } input ? [input] : [])).Distinct();
}
