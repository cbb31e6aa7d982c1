using System.CommandLine;
using System.Net;
using IntelMQ.Pipelines;

namespace IntelMQ.Tool.Web;

/// <summary>The options of <c>intelmq run</c> for the dashboard.</summary>
internal sealed class WebOptions
{
    private readonly Option<string?> _address = new("--web") { Description = "Where the dashboard is: an address and a port, such as http://127.0.0.1:8080. Off by default. Elsewhere than on this machine put a proxy with TLS before it." };
    private readonly Option<string[]> _hosts = new("--web-allow-hosts") { Description = "The hosts that bots configured by the dashboard may reach, parted by commas; *.example.com for all names below one. None by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _folders = new("--web-allow-folders") { Description = "The folders that bots configured by the dashboard may read and write, parted by commas. The state folder by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _manager = new("--web-manager") { Description = "Take changes by GET below /v1, which IntelMQ's Manager sends." };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_address, _hosts, _folders, _manager])
            command.Options.Add(option);
    }

    public bool TakesChangesByGet(ParseResult arguments) => arguments.GetValue(_manager);

    /// <summary>Where it is; <see langword="null"/> where it is off.</summary>
    /// <exception cref="ArgumentException">It is no address.</exception>
    public IPEndPoint? Address(ParseResult arguments)
    {
        if (arguments.GetValue(_address) is not { } given)
            return null;
        if (Uri.TryCreate(given, UriKind.Absolute, out Uri? url) && url is { Scheme: "http", PathAndQuery: "/" } && IPAddress.TryParse(url.Host == "localhost" ? "127.0.0.1" : url.Host.Trim('[', ']'), out IPAddress? address))
            return new IPEndPoint(address, url.Port);
        throw new ArgumentException("--web must be a URL with an address and a port, such as http://127.0.0.1:8080.");
    }

    /// <summary>What bots may reach that are configured there.</summary>
    public OutsidePolicy Outside(ParseResult arguments, string stateFolder)
    {
        string[] folders = Parts(arguments.GetValue(_folders));
        return new OutsidePolicy { Folders = folders.Length == 0 ? [stateFolder] : folders, Hosts = Parts(arguments.GetValue(_hosts)) };
    }

    private static string[] Parts(string[]? given)
        => [.. (given ?? []).SelectMany(static names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
