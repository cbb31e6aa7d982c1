using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Misp.Client;
using IntelMQ.Misp.Events;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>Puts events of one kind and span of time into one event of MISP, many with one request.</summary>
internal sealed class BulkEvents(MispClient client, ApiEvent form, MispApiOutputOptions options, TimeProvider time)
{
    /// <summary>Who notes sightings.</summary>
    public const string Source = "IntelMQ";

    private readonly string[] _significant = [.. options.SignificantFields.Names];

    /// <summary>When an event was seen.</summary>
    public static DateTimeOffset SeenAt(Event message, TimeProvider time)
        => message.TryGet(Fields.Time.Source, out DateTimeOffset seen) || message.TryGet(Fields.Time.Observation, out seen) ? seen : time.GetUtcNow();

    /// <summary>Divides a batch into what goes into one event of MISP with one request.</summary>
    public IEnumerable<IReadOnlyList<Event>> Divided(List<Event> batch)
        => batch.GroupBy(KeyOf, StringComparer.Ordinal).SelectMany(group => group.Chunk(options.MispBulkCount));

    /// <summary>Stores events that go into one event of MISP: those that it lacks become objects, the others are sightings.</summary>
    public async Task SendAsync(IReadOnlyList<Event> part, CancellationToken cancellationToken)
    {
        string key = KeyOf(part[0]);
        Guid uuid = MispUuid.Of(MispUuid.Root, key);
        Dictionary<Guid, Event> objects = [];
        foreach (Event message in part)
            objects.TryAdd(MispUuid.Of(uuid, IdentityOf(message)), message);
        IReadOnlyList<Guid> known = await KnownAsync(objects, cancellationToken).ConfigureAwait(false);
        (Event Message, Guid Uuid)[] unknown = [.. objects.Where(one => !known.Contains(one.Key)).Select(static one => (one.Value, one.Key))];
        if (unknown.Length > 0)
            await StoreAsync(uuid, part[0], unknown, cancellationToken).ConfigureAwait(false);
        string[] seen = [.. known.SelectMany(one => _significant.Select(field => EventValues.TellingText(objects[one], field))).OfType<string>().Distinct()];
        if (seen.Length > 0)
            await client.AddSightingsAsync(seen, known.Max(one => SeenAt(objects[one], time)), Source, cancellationToken).ConfigureAwait(false);
    }

    // One that is there is changed; one that is not is added, unless another did so in between.
    private async Task StoreAsync(Guid uuid, Event first, (Event Message, Guid Uuid)[] objects, CancellationToken cancellationToken)
    {
        byte[] json = form.Write(uuid, InfoOf(first), form.TagsOf(first), time.GetUtcNow().ToUnixTimeSeconds(), objects);
        if (!await client.EditEventAsync(uuid, json, cancellationToken).ConfigureAwait(false)
            && await client.AddEventAsync(json, cancellationToken).ConfigureAwait(false) is null
            && !await client.EditEventAsync(uuid, json, cancellationToken).ConfigureAwait(false))
            throw new RefusedException($"MISP has an event {uuid}, but lets this key neither see nor change it: use a key of the organisation that owns it.");
        if (options.MispPublish)
            await client.PublishEventAsync(uuid, cancellationToken).ConfigureAwait(false);
    }

    // Asked for by the first attribute of each, whose UUID is known as the object's is.
    private async Task<IReadOnlyList<Guid>> KnownAsync(Dictionary<Guid, Event> objects, CancellationToken cancellationToken)
    {
        if (!options.MispSightings || _significant.Length == 0)
            return [];
        var asked = new Dictionary<Guid, Guid>();
        foreach ((Guid uuid, Event message) in objects)
        {
            if (_significant.FirstOrDefault(field => EventValues.TellingText(message, field) is not null) is { } field)
                asked[MispUuid.Of(uuid, field)] = uuid;
        }

        if (asked.Count == 0)
            return [];
        var known = new List<Guid>();
        var search = new MispSearch { Uuids = [.. asked.Keys], PageSize = asked.Count, MaxPages = 1 };
        await foreach (JsonElement attribute in client.SearchAttributesAsync(search, cancellationToken).ConfigureAwait(false))
        {
            if (MispAnswer.UuidOf(attribute) is { } uuid && asked.TryGetValue(uuid, out Guid one))
                known.Add(one);
        }

        return known;
    }

    // With sightings, an event is known by its significant fields; else each event that differs is an object.
    private byte[] IdentityOf(Event message)
    {
        var text = new Utf8Buffer();
        if (options.MispSightings && _significant.Any(field => EventValues.TellingText(message, field) is not null))
        {
            foreach (string field in _significant.Append("feed.provider"))
                PythonJson.WriteString(Encoding.UTF8.GetBytes(EventValues.Text(message, field) ?? ""), text, ascii: false);
        }
        else
        {
            message.WriteTo(text, MessageFormat.Flat);
        }

        return text.ToArray();
    }

    private string KeyOf(Event message) => string.Join('\n', [.. options.MispGroupBy.Names.Select(field => EventValues.Text(message, field) ?? ""), .. form.TagsOf(message), SpanOf(message)]);

    private string SpanOf(Event message)
    {
        DateTimeOffset observed = message.TryGet(Fields.Time.Observation, out DateTimeOffset given) ? given : time.GetUtcNow();
        long ticks = observed.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        long begin = ticks - (((ticks % options.GroupSpan.Ticks) + options.GroupSpan.Ticks) % options.GroupSpan.Ticks);
        return DateTimeOffset.UnixEpoch.AddTicks(begin).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private string InfoOf(Event message)
    {
        IEnumerable<string> values = options.MispGroupBy.Names.Select(field => EventValues.Text(message, field)).OfType<string>();
        return string.Join(", ", values.Prepend(ApiEvent.InfoOf(message)).Append($"since {SpanOf(message)}"));
    }
}
