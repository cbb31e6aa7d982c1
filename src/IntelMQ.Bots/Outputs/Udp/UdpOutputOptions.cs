namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="UdpOutput"/>.</summary>
public sealed partial class UdpOutputOptions : BotOptions
{
    /// <summary><c>udp_host</c>: the address or name of the other side; <c>localhost</c> by default.</summary>
    [Reaches(Outside.Host)]
    public string UdpHost { get; set; } = "localhost";

    /// <summary><c>udp_port</c>: its port, 1 to 65535.</summary>
    [Range(1, 65535)]
    public int UdpPort { get; set; }

    /// <summary><c>format</c>: <c>json</c>, or <c>delimited</c> for names and values with <see cref="FieldDelimiter"/> before each; case does not count.</summary>
    public string? Format { get; set; }

    /// <summary><c>field_delimiter</c>: the text before each field where the format is <c>delimited</c>; <c>|</c> by default.</summary>
    public string FieldDelimiter { get; set; } = "|";

    /// <summary><c>header</c>: the text before each event, such as a priority and a name of syslog.</summary>
    public string Header { get; set; } = "<header text>";

    /// <summary><c>keep_raw_field</c>: send <c>raw</c> too; off by default.</summary>
    public bool KeepRawField { get; set; }

    /// <summary>Whether <see cref="Format"/> says <c>delimited</c>.</summary>
    internal bool IsDelimited => string.Equals(Format, "delimited", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrWhiteSpace(UdpHost))
            complaints.Add("udp_host is missing: give the address or name of the other side.");
        if (!IsDelimited && !string.Equals(Format, "json", StringComparison.OrdinalIgnoreCase))
            complaints.Add($"format is {(Format is null ? "missing" : $"'{Format}'")}, but must be json or delimited.");
    }
}
