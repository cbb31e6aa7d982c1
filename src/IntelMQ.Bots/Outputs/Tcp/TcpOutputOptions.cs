namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="TcpOutput"/>.</summary>
public sealed partial class TcpOutputOptions : BotOptions
{
    /// <summary><c>ip</c>: the address or name of the other side.</summary>
    [Reaches(Outside.Host)]
    public string? Ip { get; set; }

    /// <summary><c>port</c>: its port, 1 to 65535.</summary>
    [Range(1, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// <c>counterpart_is_intelmq</c>: whether the other side answers each event with <c>Ok</c>, as IntelMQ's TCP collector does; on by
    /// default. Without it nothing tells whether an event has arrived.
    /// </summary>
    public bool CounterpartIsIntelmq { get; set; } = true;

    /// <summary>
    /// <c>separator</c>: the text behind each event. <see langword="null"/> or empty: four bytes with the event's length, most significant
    /// first, in front of it.
    /// </summary>
    public string? Separator { get; set; }

    /// <summary><c>hierarchical_output</c>: objects within objects, split at the dots; off by default.</summary>
    public bool HierarchicalOutput { get; set; }

    /// <summary>
    /// <c>format</c>: send events in a format of other programs, such as <c>ecs</c> or <c>stix</c>; see <see cref="BotServices.Formats"/>. The
    /// parameter is this project's own.
    /// </summary>
    public string? Format { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrWhiteSpace(Ip))
            complaints.Add("ip is missing: give the address or name of the other side.");
    }
}
