using System.Collections.Frozen;
using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="TorNodesExpert"/>.</summary>
public sealed partial class TorNodesExpertOptions : BotOptions
{
    /// <summary><c>database</c>: the file of exit nodes, one address a line.</summary>
    [Reaches(Outside.File)]
    public string Database { get; set; } = "/opt/intelmq/var/lib/bots/tor_nodes/tor_nodes.dat";

    /// <summary><c>overwrite</c>: whether what stands in <c>tor_node</c> already is replaced.</summary>
    public bool Overwrite { get; set; }
}

/// <summary>Marks addresses that are exit nodes of the Tor network: <c>tor_node</c> becomes true. It never becomes false.</summary>
/// <remarks>A changed file is taken up within a minute; lines that are no address are passed over.</remarks>
[Bot("intelmq.bots.experts.tor_nodes.expert", BotKind.Expert)]
public sealed partial class TorNodesExpert : Expert
{
    private readonly bool _overwrite;
    private readonly WatchedFile<FrozenSet<IpAddressValue>> _nodes;

    /// <summary>Creates the expert.</summary>
    public TorNodesExpert(TorNodesExpertOptions options, BotServices services)
        : base(options, services)
    {
        _overwrite = options.Overwrite;
        _nodes = new WatchedFile<FrozenSet<IpAddressValue>>(options.Database, Read, services.Time, () => Log);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = _nodes.Content;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        FrozenSet<IpAddressValue> nodes = _nodes.Content;
        Process(message, Fields.Source, nodes);
        Process(message, Fields.Destination, nodes);
        return Verdict.Keep;
    }

    private void Process(Event message, EndpointFields side, FrozenSet<IpAddressValue> nodes)
    {
        FieldValue ip = message.Get(side.Ip);
        if (ip.IsMissing || !IpAddressValue.TryParse(ip.Utf8, out IpAddressValue address) || !nodes.Contains(address))
            return;
        if (_overwrite)
            message.Set(side.TorNode, true);
        else
            message.SetIfAbsent(side.TorNode, true);
    }

    private static FrozenSet<IpAddressValue> Read(string path)
    {
        var nodes = new HashSet<IpAddressValue>();
        foreach (string line in LineFile.Read(path, Descriptor.Module, "database"))
        {
            if (IpAddressValue.TryParse(line, out IpAddressValue address))
                nodes.Add(address);
        }

        return nodes.ToFrozenSet();
    }
}
