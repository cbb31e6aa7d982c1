using IntelMQ.Bots.Stomp;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="StompOutput"/>.</summary>
public sealed partial class StompOutputOptions : ExportOptions
{
    /// <summary><c>server</c>: the broker's address or name, which its certificate must bear.</summary>
    [Reaches(Outside.Host)]
    public string Server { get; set; } = "127.0.0.1";

    /// <summary><c>exchange</c>: where events are sent to: the header <c>destination</c>.</summary>
    [Required("give the destination of the events")]
    public string Exchange { get; set; } = "/exchange/_push";

    /// <summary><c>heartbeat</c>: how often each side is to give a sign of life; 60000 by default, 0 for never.</summary>
    [Range(0, 86_400_000)]
    [Unit("milliseconds")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How the broker is connected to.</summary>
    public StompConnectionOptions Connection { get; } = new();

    /// <summary><c>http_verify_cert</c>: accepted, without effect: the broker's certificate is always checked.</summary>
    [Reaches(Outside.File)]
    public PlainValue HttpVerifyCert { get; set; } = true;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        if (string.IsNullOrWhiteSpace(Server))
            complaints.Add("server is missing: give the broker's address or name.");
    }

    internal StompSettings ToSettings() => Connection.ToSettings(Server, Heartbeat);
}
