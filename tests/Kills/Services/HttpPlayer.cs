using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kills.Services;

/// <summary>A web server on a free port of the loopback, whose clients may be killed while they are answered.</summary>
internal abstract class HttpPlayer : IPlayedService
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    protected HttpPlayer()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        Place = port.ToString(CultureInfo.InvariantCulture);
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Place { get; }

    public abstract int Count { get; }

    public abstract void Add(int count);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.ConfigureAwait(false);
        _listener.Close();
    }

    /// <summary>What is sent, where the answer's status is 200; may be called by several at once.</summary>
    protected abstract byte[] Answer(HttpListenerRequest request, string body, HttpListenerResponse response);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync().ConfigureAwait(false);
                _ = AnswerAsync(context);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The end.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            string body = await new StreamReader(context.Request.InputStream).ReadToEndAsync().ConfigureAwait(false);
            byte[] bytes = Answer(context.Request, body, context.Response);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes).ConfigureAwait(false);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever asked was killed.
        }
    }
}
