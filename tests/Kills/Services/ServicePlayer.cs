using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Kills.Services;

/// <summary>Plays Shadowserver's API or a MISP server, which outlives the workers that ask it.</summary>
internal sealed class ServicePlayer : HttpPlayer
{
    private readonly Lock _gate = new();
    private readonly List<PlayedEvent> _items = [];

    public override int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    public override void Add(int count)
    {
        lock (_gate)
        {
            for (int i = 0; i < count; i++)
                _items.Add(new PlayedEvent(_items.Count, new Guid(_items.Count, 0, 0, new byte[8])));
        }
    }

    protected override byte[] Answer(HttpListenerRequest request, string body, HttpListenerResponse response)
    {
        lock (_gate)
            return Encoding.UTF8.GetBytes(Answer(request.Url!.AbsolutePath, body));
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
