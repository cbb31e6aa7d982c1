using System.Globalization;

namespace IntelMQ.Redis.Server;

/// <summary>The arguments of a script, in its order.</summary>
internal sealed class RedisArguments
{
    // The first two are the script and the number of its keys.
    public List<object> List { get; } = ["", ""];

    public int Count => List.Count - 2;

    public RedisArguments Add(string text)
    {
        List.Add(text);
        return this;
    }

    public RedisArguments Add(long number) => Add(TextOf(number));

    public RedisArguments Add(byte[] bytes)
    {
        List.Add(bytes);
        return this;
    }

    public static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Has another number stand in a place that was filled before.</summary>
    public void Replace(int index, string text) => List[index + 2] = text;
}
