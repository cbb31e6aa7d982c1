using IntelMQ.Redis.Server;

namespace IntelMQ.Redis.Streams;

/// <summary>A part of a queue as this process knows it. Used under the queue's lock.</summary>
internal sealed class StreamPart(int number)
{
    public const string NoFence = "0";

    public int Number { get; } = number;

    /// <summary>The number under which this process holds the lease, or last held it.</summary>
    public string Fence { get; private set; } = NoFence;

    /// <summary>Whether this process holds the lease, as far as it knows.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether the part goes to another process once nothing of it is in work here.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Since when another reader of the process would have to take it, since the one it falls to has its share.</summary>
    public DateTimeOffset? PassedOverSince { get; set; }

    /// <summary>What was taken and is not settled, in its order.</summary>
    public List<StreamSlot> Slots { get; } = [];

    /// <summary>The lease is this process's.</summary>
    public void Hold(string fence)
    {
        (Fence, IsHeld, PassedOverSince) = (fence, true, null);
        Slots.Clear();
    }

    /// <summary>What was taken is no longer this process's, or nobody knows; the lease has to be asked for anew.</summary>
    public void Lose()
    {
        (IsHeld, IsLeaving) = (false, false);
        Slots.Clear();
    }

    /// <summary>The lease was given up.</summary>
    public void Leave()
    {
        Lose();
        Fence = NoFence;
    }

    /// <summary>Names the part and its lease.</summary>
    public void Write(RedisArguments arguments) => arguments.Add(Number).Add(Fence);
}
