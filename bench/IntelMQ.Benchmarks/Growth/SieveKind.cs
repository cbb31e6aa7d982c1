using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Benchmarks.Growth;

/// <summary>Rules of one kind, and the least work that finds what they drop.</summary>
internal abstract class SieveKind(string name)
{
    public string Name { get; } = name;

    /// <summary>The text of a rule file, for which the floor is made ready, too.</summary>
    public abstract string Prepare(int rules);

    /// <summary>The floor: how many events the rules drop.</summary>
    public abstract int Dropped();

    protected static string Quoted(IEnumerable<string> values) => "['" + string.Join("', '", values) + "']";
}

/// <summary>Each rule asks whether a field is one of ten texts. The floor asks a dictionary once.</summary>
internal sealed class SieveTextKind(Event[] events) : SieveKind("one of ten texts")
{
    private const int Values = 10;

    private readonly string[] _hosts = [.. events.Select(static message => message["source.fqdn"].ToString()!)];
    private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);

    public override string Prepare(int rules)
    {
        _rules.Clear();
        var text = new StringBuilder();
        for (int i = 0; i < rules; i++)
        {
            IEnumerable<string> values = i == rules - 1
                ? _hosts.Where(static (_, number) => number % 10 == 0)
                : Enumerable.Range(i * Values, Values).Select(static number => string.Create(CultureInfo.InvariantCulture, $"other-{number}.example.com"));
            foreach (string value in values)
                _rules.TryAdd(value, i);
            text.Append(CultureInfo.InvariantCulture, $"if source.fqdn :in {Quoted(values)} {{ drop }}\n");
        }

        return text.ToString();
    }

    public override int Dropped()
    {
        int dropped = 0;
        foreach (string host in _hosts)
            dropped += _rules.ContainsKey(host) ? 1 : 0;
        return dropped;
    }
}

/// <summary>Each rule asks whether the address is in one of ten networks. The floor searches the sorted networks once.</summary>
internal sealed class SieveNetworkKind(Event[] events) : SieveKind("in one of ten networks")
{
    private const int Networks = 10;
    private const int HostBits = 4;

    private readonly uint[] _addresses = [.. events.Select(static message => Address(message["source.ip"].ToString()!))];
    private uint[] _networks = [];

    public override string Prepare(int rules)
    {
        var networks = new List<uint>();
        var text = new StringBuilder();
        for (int i = 0; i < rules; i++)
        {
            uint[] own = [.. Enumerable.Range(i * Networks, Networks).Select(number => i == rules - 1
                ? Address("192.0.2.0") + ((uint)(number % Networks) << HostBits)
                : Address("10.0.0.0") + ((uint)number << HostBits))];
            networks.AddRange(own);
            text.Append(CultureInfo.InvariantCulture, $"if source.ip << {Quoted(own.Select(static bits => $"{IpAddressValue.FromIPv4(bits)}/28"))} {{ drop }}\n");
        }

        _networks = [.. networks.Order()];
        return text.ToString();
    }

    public override int Dropped()
    {
        int dropped = 0;
        foreach (uint address in _addresses)
            dropped += Array.BinarySearch(_networks, address >> HostBits << HostBits) >= 0 ? 1 : 0;
        return dropped;
    }

    private static uint Address(string text)
        => IpAddressValue.TryParse(text, out IpAddressValue address) ? (uint)address.Bits : throw new ArgumentException(text);
}

/// <summary>Each rule looks for a text in one field, then for another in a second: nothing to index. The floor does the same with bytes.</summary>
internal sealed class SieveExpressionKind(Event[] events) : SieveKind("general expression")
{
    private readonly byte[][] _urls = RuleEvents.Values(events, "source.url");
    private readonly byte[][] _servers = RuleEvents.Values(events, "extra.server");
    private (byte[] Url, byte[] Server)[] _rules = [];

    public override string Prepare(int rules)
    {
        _rules = new (byte[], byte[])[rules];
        var text = new StringBuilder();
        for (int i = 0; i < rules; i++)
        {
            string url = i == rules - 1 ? "setup.cgi" : string.Create(CultureInfo.InvariantCulture, $"/page-{i}");
            string server = string.Create(CultureInfo.InvariantCulture, $"server {i}");
            _rules[i] = (Encoding.UTF8.GetBytes(url), Encoding.UTF8.GetBytes(server));
            text.Append(CultureInfo.InvariantCulture, $"if source.url :contains '{url}' || extra.server :contains '{server}' {{ drop }}\n");
        }

        return text.ToString();
    }

    public override int Dropped()
    {
        int dropped = 0;
        for (int i = 0; i < _urls.Length; i++)
            dropped += IsDropped(_urls[i], _servers[i]) ? 1 : 0;
        return dropped;
    }

    private bool IsDropped(byte[] url, byte[] server)
    {
        foreach ((byte[] urlPart, byte[] serverPart) in _rules)
        {
            if (url.AsSpan().IndexOf(urlPart) >= 0 || server.AsSpan().IndexOf(serverPart) >= 0)
                return true;
        }

        return false;
    }
}
