using System.Globalization;
using System.Text;

namespace IntelMQ.Replay.Outside.Redis;

/// <summary>A database of Redis: values, lists, and when they go. As many commands as IntelMQ's bots and their libraries use.</summary>
internal sealed class RedisDatabase
{
    private readonly SortedDictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<byte[]>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _expiries = new(StringComparer.Ordinal);

    /// <summary>The lists, from their left end.</summary>
    public IReadOnlyDictionary<string, List<byte[]>> Lists => _lists;

    /// <summary>The values.</summary>
    public IReadOnlyDictionary<string, byte[]> Values => _values;

    /// <summary>The seconds after which a key goes; -1 for never.</summary>
    public long ExpiryOf(string key) => _expiries.GetValueOrDefault(key, -1);

    public void Set(string key, byte[] value)
    {
        _lists.Remove(key);
        _expiries.Remove(key);
        _values[key] = value;
    }

    /// <summary>Runs a command; null where there is no such one here.</summary>
    public byte[]? Run(string command, byte[][] parts)
    {
        string key = parts.Length > 1 ? Encoding.UTF8.GetString(parts[1]) : "";
        return command switch
        {
            "GET" => RespAnswer.Bulk(_values.GetValueOrDefault(key)),
            "SET" => RunSet(key, parts),
            "SETEX" => RunSetEx(key, parts),
            "DEL" or "UNLINK" => RespAnswer.Number(parts.Skip(1).Sum(name => Remove(Encoding.UTF8.GetString(name)))),
            "EXISTS" => RespAnswer.Number(parts.Skip(1).Count(name => Has(Encoding.UTF8.GetString(name)))),
            "EXPIRE" or "PEXPIRE" => RunExpire(key, Number(parts[2]) / (command == "EXPIRE" ? 1 : 1000)),
            "TTL" => RespAnswer.Number(Has(key) ? ExpiryOf(key) : -2),
            "TYPE" => RespAnswer.Simple(_lists.ContainsKey(key) ? "list" : _values.ContainsKey(key) ? "string" : "none"),
            "KEYS" => RespAnswer.Array([.. Matching(key).Select(RespAnswer.Bulk)]),
            "SCAN" => RespAnswer.Array(RespAnswer.Bulk("0"), RespAnswer.Array([.. Matching(PatternOf(parts)).Select(RespAnswer.Bulk)])),
            "LPUSH" or "RPUSH" => RunPush(key, parts[2..], atLeft: command == "LPUSH"),
            "LPOP" or "RPOP" => RunPop(key, atLeft: command == "LPOP"),
            "LLEN" => RespAnswer.Number(_lists.TryGetValue(key, out List<byte[]>? list) ? list.Count : 0),
            "LRANGE" => RespAnswer.Array([.. Range(key, Number(parts[2]), Number(parts[3])).Select(static item => RespAnswer.Bulk(item))]),
            "FLUSHDB" => RunFlush(),
            "DBSIZE" => RespAnswer.Number(_values.Count + _lists.Count),
            _ => null,
        };
    }

    private static long Number(byte[] text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string PatternOf(byte[][] parts)
    {
        int at = Array.FindIndex(parts, static part => Encoding.ASCII.GetString(part).Equals("MATCH", StringComparison.OrdinalIgnoreCase));
        return at < 0 ? "*" : Encoding.UTF8.GetString(parts[at + 1]);
    }

    private bool Has(string key) => _values.ContainsKey(key) || _lists.ContainsKey(key);

    private int Remove(string key)
    {
        _expiries.Remove(key);
        return _values.Remove(key) | _lists.Remove(key) ? 1 : 0;
    }

    // Of patterns only stars are used.
    private IEnumerable<string> Matching(string pattern)
        => _values.Keys.Concat(_lists.Keys).Where(key => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: false));

    private byte[] RunSet(string key, byte[][] parts)
    {
        string[] options = [.. parts.Skip(3).Select(static part => Encoding.ASCII.GetString(part).ToUpperInvariant())];
        if ((options.Contains("NX") && Has(key)) || (options.Contains("XX") && !Has(key)))
            return RespAnswer.Nothing;
        Set(key, parts[2]);
        int seconds = Array.IndexOf(options, "EX");
        int milliseconds = Array.IndexOf(options, "PX");
        if (seconds >= 0)
            _expiries[key] = long.Parse(options[seconds + 1], CultureInfo.InvariantCulture);
        if (milliseconds >= 0)
            _expiries[key] = long.Parse(options[milliseconds + 1], CultureInfo.InvariantCulture) / 1000;
        return RespAnswer.Ok;
    }

    private byte[] RunSetEx(string key, byte[][] parts)
    {
        Set(key, parts[3]);
        _expiries[key] = Number(parts[2]);
        return RespAnswer.Ok;
    }

    private byte[] RunExpire(string key, long seconds)
    {
        if (Has(key))
            _expiries[key] = seconds;
        return RespAnswer.Number(Has(key) ? 1 : 0);
    }

    private byte[] RunPush(string key, byte[][] items, bool atLeft)
    {
        if (!_lists.TryGetValue(key, out List<byte[]>? list))
            _lists.Add(key, list = []);
        foreach (byte[] item in items)
            list.Insert(atLeft ? 0 : list.Count, item);
        return RespAnswer.Number(list.Count);
    }

    private byte[] RunPop(string key, bool atLeft)
    {
        if (!_lists.TryGetValue(key, out List<byte[]>? list))
            return RespAnswer.Nothing;
        byte[] item = list[atLeft ? 0 : ^1];
        list.RemoveAt(atLeft ? 0 : list.Count - 1);
        if (list.Count == 0)
            Remove(key);
        return RespAnswer.Bulk(item);
    }

    private byte[] RunFlush()
    {
        _values.Clear();
        _lists.Clear();
        _expiries.Clear();
        return RespAnswer.Ok;
    }

    private List<byte[]> Range(string key, long start, long stop)
    {
        if (!_lists.TryGetValue(key, out List<byte[]>? list))
            return [];
        int first = (int)Math.Max(start < 0 ? list.Count + start : start, 0);
        int last = (int)Math.Min(stop < 0 ? list.Count + stop : stop, list.Count - 1);
        return last < first ? [] : list.GetRange(first, last - first + 1);
    }
}
