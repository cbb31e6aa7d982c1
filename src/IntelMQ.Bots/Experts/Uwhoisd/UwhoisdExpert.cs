using System.Globalization;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="UwhoisdExpert"/>.</summary>
public sealed partial class UwhoisdExpertOptions : BotOptions
{
    /// <summary><c>server</c>: the host of uwhoisd.</summary>
    [Required("name the host of uwhoisd")]
    [Reaches(Outside.Host)]
    public string Server { get; set; } = "localhost";

    /// <summary><c>port</c>: the port of uwhoisd.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 4243;

    /// <summary><c>timeout</c>: the seconds after which a question is given up. This project's own.</summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Asks a uwhoisd for the source's host name, address and AS, and adds what it says as <c>extra.whois.fqdn</c>, <c>.ip</c> and <c>.asn</c>.</summary>
/// <remarks>What is there is replaced. Bytes that are not UTF-8 are replaced in the text.</remarks>
[Bot("intelmq.bots.experts.uwhoisd.expert", BotKind.Expert)]
public sealed partial class UwhoisdExpert : LookupExpert
{
    private const int MaxBytes = 1 << 20;

    private readonly UwhoisdExpertOptions _options;
    private readonly Func<string, int, CancellationToken, Task<Stream>> _connect;

    /// <summary>Creates the expert.</summary>
    public UwhoisdExpert(UwhoisdExpertOptions options, BotServices services)
        : this(options, services, TextConnection.ConnectAsync)
    {
    }

    /// <summary>Creates the expert with a way of its own to connect.</summary>
    /// <param name="options">The parameters.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="connect">Connects to a host and port; the bot closes the stream. Failures are <see cref="IOException"/> or <see cref="SocketException"/>.</param>
    public UwhoisdExpert(UwhoisdExpertOptions options, BotServices services, Func<string, int, CancellationToken, Task<Stream>> connect)
        : base(options, services)
    {
        ArgumentNullException.ThrowIfNull(connect);
        _options = options;
        _connect = connect;
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The server gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        string? fqdn = await AskAsync(HostOf(message), cancellationToken).ConfigureAwait(false);
        string? ip = await AskAsync(message.TextOf(Fields.Source.Ip), cancellationToken).ConfigureAwait(false);
        string? asn = message.TryGet(Fields.Source.Asn, out long number)
            ? await AskAsync("AS" + number.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false)
            : null;
        message.Put("extra.whois.fqdn", fqdn, overwrite: true);
        message.Put("extra.whois.ip", ip, overwrite: true);
        message.Put("extra.whois.asn", asn, overwrite: true);
        return Verdict.Keep;
    }

    // Host names alone; an address in a URL is none.
    private static string? HostOf(Event message)
    {
        if (message.TextOf(Fields.Source.Fqdn) is { } fqdn)
            return HostNames.Clean(fqdn);
        FieldValue url = message.Get(Fields.Source.Url);
        return !url.IsMissing && UrlParts.TrySplit(url.Utf8, out UrlParts parts) && !parts.TryGetAddress(out _) ? HostNames.Clean(parts.Host) : null;
    }

    private async Task<string?> AskAsync(string? query, CancellationToken cancellationToken)
    {
        // A line break would be a second question.
        if (string.IsNullOrEmpty(query) || query.AsSpan().ContainsAny('\r', '\n'))
            return null;
        using var late = new CancellationTokenSource(_options.Timeout, Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            Stream stream = await _connect(_options.Server, _options.Port, either.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(query + "\n"), either.Token).ConfigureAwait(false);
                return Encoding.UTF8.GetString(await TextConnection.ReadAsync(stream, "uwhoisd", MaxBytes, either.Token).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LookupException($"uwhoisd gave no whole answer in time ({_options.Timeout.TotalSeconds:0.###} seconds).", exception);
        }
        catch (Exception exception) when (exception is SocketException or (IOException and not LookupException))
        {
            throw new LookupException($"uwhoisd at {_options.Server} port {_options.Port} gave no answer: {exception.Message}", exception);
        }
    }
}
