using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FeedToDatabase;

/// <summary>Stands in for a provider's server: gives one file to whoever asks, on a free port of the loopback.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _file;
    private readonly Task _serving;

    private FeedServer(string file)
    {
        _file = file;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/"));
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where the file is.</summary>
    public Uri Url { get; }

    public static FeedServer Start(string file) => new(file);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        byte[] data = await File.ReadAllBytesAsync(_file);
        try
        {
            while (true)
            {
                using HttpListenerResponse response = (await _listener.GetContextAsync()).Response;
                response.ContentType = "application/json; charset=utf-8";
                await response.OutputStream.WriteAsync(data);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The sample is over.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
