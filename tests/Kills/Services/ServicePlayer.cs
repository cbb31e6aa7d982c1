using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Kills.Services;

/// <summary>Plays Shadowserver's API or a MISP server, which outlives the workers that ask it.</summary>
internal sealed class ServicePlayer : IAsyncDisposable
{
    public const string Shadowserver = "shadowserver";
    public const string Misp = "misp";

    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<PlayedEvent> _items = [];
    private readonly Task _serving;

    public ServicePlayer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>How many reports there were so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    /// <summary>Adds reports.</summary>
    public void Add(int count)
    {
        lock (_gate)
        {
            for (int i = 0; i < count; i++)
                _items.Add(new PlayedEvent(_items.Count, new Guid(_items.Count, 0, 0, new byte[8])));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.ConfigureAwait(false);
        _listener.Close();
    }

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
            string answer;
            lock (_gate)
                answer = Answer(context.Request.Url!.AbsolutePath, body);
            byte[] bytes = Encoding.UTF8.GetBytes(answer);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes).ConfigureAwait(false);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever asked was killed.
        }
    }

    private string Answer(string path, string body)
    {
        if (path == "/api2/reports/list")
            return $"[{string.Join(",", _items.Select(static item => string.Create(CultureInfo.InvariantCulture, $"{{\"id\": \"i{item.Number}\", \"type\": \"t\", \"file\": \"f{item.Number}\"}}")))}]";
        if (path == "/events/restSearch")
            return Search(body);
        if (path.StartsWith("/events/view/", StringComparison.Ordinal))
            return $"{{\"Event\": {Find(path["/events/view/".Length..]).ToJson()}}}";
        if (!path.StartsWith("/tags/", StringComparison.Ordinal))
            return string.Create(CultureInfo.InvariantCulture, $"{{\"n\": {path["/i".Length..]}}}");
        using JsonDocument change = JsonDocument.Parse(body);
        PlayedEvent changed = Find(change.RootElement.GetProperty("uuid").GetString()!);
        if (path == "/tags/attachTagToObject")
            changed.IsDone = true;
        else
            changed.IsToDo = false;
        // As in MISP, a tag changes the event's time.
        changed.Time++;
        return "{\"saved\": true}";
    }

    private string Search(string body)
    {
        using JsonDocument question = JsonDocument.Parse(body);
        int limit = question.RootElement.GetProperty("limit").GetInt32();
        int page = question.RootElement.GetProperty("page").GetInt32();
        return $"{{\"response\": [{string.Join(",", _items.Where(static item => item.IsToDo).Skip((page - 1) * limit).Take(limit).Select(static item => $"{{\"Event\": {item.ToJson()}}}"))}]}}";
    }

    private PlayedEvent Find(string uuid) => _items.Find(item => item.Uuid.ToString() == uuid) ?? throw new InvalidOperationException($"There is no event {uuid}.");

    private sealed record PlayedEvent(int Number, Guid Uuid)
    {
        public bool IsToDo { get; set; } = true;

        public bool IsDone { get; set; }

        public int Time { get; set; } = 1_700_000_000;

        public string ToJson()
        {
            string tags = string.Join(",", new[] { IsToDo ? "{\"name\": \"todo\"}" : null, IsDone ? "{\"name\": \"done\"}" : null }.Where(static tag => tag is not null));
            return string.Create(CultureInfo.InvariantCulture, $"{{\"uuid\": \"{Uuid}\", \"timestamp\": \"{Time}\", \"n\": {Number}, \"Tag\": [{tags}]}}");
        }
    }
}
