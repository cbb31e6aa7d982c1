using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntelMQ.RabbitMq.Server;

/// <summary>Publishes over a channel of its own, and waits until the server has said of each message whether it has it. Used by one caller at a time.</summary>
internal sealed class Publisher(RabbitServer server, string exchange, bool isMandatory, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Publication> _open = [];
    private IChannel? _channel;
    private ulong _last;
    private ulong _confirmed;
    private TaskCompletionSource _progress = New();

    /// <summary>Sends all that is not confirmed, and waits for what the server says of it.</summary>
    /// <exception cref="IOException">The connection broke or nothing was confirmed in time; some messages may be there, the others may be sent again.</exception>
    public async ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellationToken)
    {
        IChannel channel = await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (Publication publication in publications)
            {
                if (publication.State == PublicationState.Confirmed)
                    continue;
                lock (_gate)
                {
                    publication.State = PublicationState.Open;
                    _open.Add(++_last, publication);
                }

                ValueTask sending = channel.BasicPublishAsync(exchange, publication.Key, isMandatory, publication.Properties, publication.Payload, cancellationToken);
                if (!sending.IsCompletedSuccessfully)
                    await sending.AsTask().WaitAsync(server.Address.Timeout, time, cancellationToken).ConfigureAwait(false);
            }

            await WaitAsync(channel, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken))
        {
            ShutdownEventArgs? reason = channel.CloseReason;
            await EndAsync().ConfigureAwait(false);
            if (RabbitErrors.LargestIn(reason?.ReplyText) is { } largest)
                server.NoteLargest(largest);
            if (server.Blocked is { } blocked)
                throw new RabbitMqException($"RabbitMQ at {server.Address} publishes nothing for now: {blocked}.", isFinal: false, exception);
            throw reason is null ? RabbitErrors.Translate(exception, server.Address) : RabbitErrors.Translate(reason, server.Address);
        }
        catch (OperationCanceledException)
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => EndAsync();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask WaitAsync(IChannel channel, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task progress;
            lock (_gate)
            {
                if (_open.Count == 0)
                    return;
                progress = _progress.Task;
            }

            if (!channel.IsOpen)
                throw new IOException("The channel is closed.");
            await progress.WaitAsync(server.Address.Timeout, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } open)
            return open;
        await EndAsync().ConfigureAwait(false);
        IChannel channel = await server.OpenChannelAsync(withConfirms: true, cancellationToken).ConfigureAwait(false);
        channel.BasicAcksAsync += (_, acks) => Note(channel, acks.DeliveryTag, acks.Multiple, PublicationState.Confirmed);
        channel.BasicNacksAsync += (_, nacks) => Note(channel, nacks.DeliveryTag, nacks.Multiple, PublicationState.Refused);
        channel.BasicReturnAsync += (_, returned) => NoteReturned(channel, returned.BasicProperties.MessageId);
        channel.ChannelShutdownAsync += (_, _) => Wake();
        return _channel = channel;
    }

    private async ValueTask EndAsync()
    {
        IChannel? channel = _channel;
        lock (_gate)
        {
            _channel = null;
            _open.Clear();
            (_last, _confirmed) = (0, 0);
        }

        if (channel is null)
            return;
        try
        {
            // The connection may be so full that not even a goodbye gets through.
            await channel.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(2), time).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // It is gone in any case.
        }
    }

    private Task Note(IChannel channel, ulong tag, bool isMultiple, PublicationState state)
    {
        lock (_gate)
        {
            // What an earlier channel says late means others.
            if (channel != _channel)
                return Task.CompletedTask;
            if (isMultiple)
            {
                for (ulong i = _confirmed + 1; i <= tag; i++)
                    NoteOne(i, state);
                _confirmed = Math.Max(_confirmed, tag);
            }
            else
            {
                NoteOne(tag, state);
                if (tag == _confirmed + 1)
                    _confirmed = tag;
            }
        }

        return Wake();
    }

    private void NoteOne(ulong tag, PublicationState state)
    {
        // What was returned is confirmed all the same.
        if (_open.Remove(tag, out Publication? publication) && publication.State == PublicationState.Open)
            publication.State = state;
    }

    private Task NoteReturned(IChannel channel, string? id)
    {
        lock (_gate)
        {
            foreach (Publication publication in _open.Values)
            {
                if (channel == _channel && publication.Properties.MessageId == id)
                    publication.State = PublicationState.Returned;
            }
        }

        return Task.CompletedTask;
    }

    private Task Wake()
    {
        Interlocked.Exchange(ref _progress, New()).TrySetResult();
        return Task.CompletedTask;
    }
}
