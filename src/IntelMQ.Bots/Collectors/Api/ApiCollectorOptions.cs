using System.Net;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="ApiCollector"/>.</summary>
public sealed partial class ApiCollectorOptions : CollectorOptions
{
    private const UnixFileMode AllModes = (UnixFileMode)0x1FF;

    /// <summary>Parameters with IntelMQ's defaults: <c>name</c> is <c>API</c>, <c>provider</c> is <c>APICollector</c>.</summary>
    public ApiCollectorOptions()
    {
        Name = "API";
        Provider = "APICollector";
    }

    /// <summary><c>listen</c>: take connections; off for a host that has a web server of its own and hands over what that takes. The parameter is this project's own.</summary>
    [Parameter("listen")]
    public bool ListensItself { get; set; } = true;

    /// <summary><c>ip</c>: the local address that others connect to; another than that of the machine itself needs <c>api_token</c>. The parameter is this project's own.</summary>
    [Required("give the local address")]
    [Reaches(Outside.Host)]
    public string Ip { get; set; } = "127.0.0.1";

    /// <summary><c>port</c>: the port, 1 to 65535; 0 for any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 5000;

    /// <summary><c>use_socket</c>: a Unix socket in place of a port.</summary>
    public bool UseSocket { get; set; }

    /// <summary><c>socket_path</c>: the path of the Unix socket.</summary>
    [Required("give the path of the socket")]
    [Reaches(Outside.File)]
    public string SocketPath { get; set; } = Path.Combine(Path.GetTempPath(), "imq_api_default_socket");

    /// <summary><c>socket_perms</c>: who may use the Unix socket, as octal number.</summary>
    public string SocketPerms { get; set; } = "600";

    /// <summary><c>socket_group</c>: the group that the Unix socket belongs to; that of the process by default.</summary>
    public string? SocketGroup { get; set; }

    /// <summary>
    /// <c>api_token</c>: what must come with each request, as <c>Authorization: Bearer ...</c> or <c>X-Api-Key</c>; without it anybody who can
    /// connect may send. The parameter is this project's own.
    /// </summary>
    public Secret? ApiToken { get; set; }

    /// <summary>How connections are taken.</summary>
    public ListenOptions Listen { get; } = new();

    /// <summary>Who may use the Unix socket; null where that is no octal number.</summary>
    internal UnixFileMode? SocketMode
    {
        get
        {
            int mode = 0;
            foreach (char digit in SocketPerms)
            {
                if (digit is < '0' or > '7' || mode > (int)AllModes >> 3)
                    return null;
                mode = (mode << 3) + (digit - '0');
            }

            return SocketPerms.Length == 0 ? null : (UnixFileMode)mode;
        }
    }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (SocketMode is null)
            complaints.Add($"socket_perms cannot be '{SocketPerms}': give an octal number such as 660.");
        bool isInside = Ip == "localhost" || (IPAddress.TryParse(Ip, out IPAddress? address) && IPAddress.IsLoopback(address));
        if (ListensItself && !UseSocket && !isInside && ApiToken is not { IsEmpty: false })
            complaints.Add("ip lets others than this machine connect, and everybody could send: set api_token.");
    }
}
