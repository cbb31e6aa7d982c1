using IntelMQ.Redis.Tests;
using StackExchange.Redis;

namespace IntelMQ.Benchmarks.Brokers;

/// <summary>A row over a server of its own, which keeps nothing on disk: what is measured is the work, not the disk.</summary>
internal abstract class RedisRow : BrokerRow
{
    private readonly RedisProgram _server = RedisProgram.Start("--appendonly", "no");
    private readonly ConnectionMultiplexer _connection;

    protected RedisRow(string name)
        : base(name, 1.5)
    {
        _connection = ConnectionMultiplexer.Connect($"127.0.0.1:{_server.Port}");
        Floors = _connection.GetDatabase(1);
    }

    public override TimeSpan ServerTime => _server.ProcessorTime;

    /// <summary>The bare client.</summary>
    protected IDatabase Floors { get; }

    protected RedisProgram Server => _server;

    protected override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _connection.DisposeAsync();
        _server.Dispose();
    }
}
