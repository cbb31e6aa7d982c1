using IntelMQ.Tests;
using Npgsql;

namespace IntelMQ.Replay.Outside.Sql;

/// <summary>The one server of a replay, started when a case asks for it first; each case finds it empty.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private readonly Lazy<PostgreSqlProgram> _program = new(PostgreSqlProgram.Start);

    private PostgreSqlServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();

    public static PostgreSqlServer Shared { get; } = new();

    public int Port => _program.Value.Port;

    public async Task<NpgsqlConnection> OpenEmptyAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_program.Value.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await RunAsync(connection, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", cancellationToken);
        return connection;
    }

    public static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (_program.IsValueCreated)
            _program.Value.Dispose();
    }
}
