namespace IntelMQ.Redis.Tests;

/// <summary>Gives the commands that a bot of IntelMQ gives, one connection each: its source queue, and the queue behind it.</summary>
internal sealed class PythonBot(RedisProgram server, string source)
{
    private const int Queues = 2;

    private string Internal => source + "-internal";

    public void Send(string queue, string payload) => server.Call(Queues, "LPUSH", queue, payload);

    /// <summary>The message that was left in the internal queue, or the next; <see langword="null"/> where none waits.</summary>
    public string? Receive()
    {
        string[] left = server.Call(Queues, "LINDEX", Internal, "-1");
        if (left.Length > 0)
            return left[0];
        string[] next = server.Call(Queues, "LMOVE", source, Internal, "RIGHT", "LEFT");
        return next.Length > 0 ? next[0] : null;
    }

    public bool Acknowledge() => server.Call(Queues, "RPOP", Internal).Length > 0;
}
