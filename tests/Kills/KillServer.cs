using IntelMQ.RabbitMq.Tests;
using IntelMQ.Redis.Tests;

namespace Kills;

/// <summary>The broker's server, which may be killed and started again with what it had stored.</summary>
internal sealed class KillServer(int port, Action kill, Action run, IDisposable program) : IDisposable
{
    public int Port => port;

    /// <summary>Starts what a broker needs; nothing where it has no server.</summary>
    public static KillServer? Start(KillSetting setting)
    {
        if (setting.NeedsRedis)
        {
            RedisProgram redis = RedisProgram.Start("--appendonly", setting.Sync == "no" ? "no" : "yes", "--appendfsync", setting.Sync);
            return new KillServer(redis.Port, redis.Kill, redis.Run, redis);
        }

        if (!setting.NeedsRabbit)
            return null;
        var rabbit = new RabbitProgram();
        return new KillServer(rabbit.Port, rabbit.Kill, rabbit.Run, rabbit);
    }

    public void Kill() => kill();

    public void Run() => run();

    public void Dispose() => program.Dispose();
}
