using System.Data.Common;

namespace IntelMQ.Store;

public abstract partial class SqlEventStore
{
    /// <summary>The rows of an answer, within a limit of time.</summary>
    private sealed class SqlRows(SqlEventStore store, SqlQuestion question, TimeSpan limit, CancellationToken cancellationToken) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new(limit, store._settings.Time);
        private CancellationTokenSource? _either;
        private CancellationTokenRegistration _watch;
        private DbConnection? _connection;
        private DbCommand? _command;
        private DbDataReader? _row;

        public DbDataReader Row => _row ?? throw new InvalidOperationException("Nothing is read yet.");

        public async ValueTask<bool> ReadAsync()
        {
            try
            {
                if (_row is null)
                    await BeginAsync().ConfigureAwait(false);
                _either!.Token.ThrowIfCancellationRequested();
                return await _row!.ReadAsync(_either.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or DbException or TimeoutException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_end.IsCancellationRequested)
                    throw new TimeoutException($"The query took longer than the {limit} that it may.", exception);
                throw exception is DbException error ? store.Explain(error) : exception;
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_row is not null)
                await _row.DisposeAsync().ConfigureAwait(false);
            if (_command is not null)
                await _command.DisposeAsync().ConfigureAwait(false);
            await _watch.DisposeAsync().ConfigureAwait(false);
            if (_connection is not null)
                await _connection.DisposeAsync().ConfigureAwait(false);
            _either?.Dispose();
            _end.Dispose();
        }

        private async ValueTask BeginAsync()
        {
            _either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellationToken);
            _connection = await store.OpenAsync(_either.Token).ConfigureAwait(false);
            store.Offer(_connection, new SqlTests(question.Tests).IsFulfilled);
            _watch = store.Watch(_connection, _either.Token);
            _command = question.ToCommand(_connection);
            // The limit is kept by the token; the driver's own would be counted anew with each packet.
            _command.CommandTimeout = 0;
            _row = await _command.ExecuteReaderAsync(_either.Token).ConfigureAwait(false);
        }
    }
}
