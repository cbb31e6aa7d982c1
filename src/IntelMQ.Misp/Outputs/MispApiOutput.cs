using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Misp.Client;
using IntelMQ.Misp.Events;

namespace IntelMQ.Misp.Outputs;

/// <summary>Stores events in MISP by its REST API: an event of MISP for each that MISP does not have, or many in one.</summary>
/// <remarks>
/// Without <c>misp_bulk</c>, MISP is asked for events with the bot's tag and the values of the significant fields. Where it has none, an event
/// of MISP with an object <c>intelmq_event</c> is added; where it has one of the same provider, that one's time is set to now; where it has others
/// only, nothing is done. With <c>misp_bulk</c>, events of one kind and span of time become objects of one event of MISP, hundreds with a
/// request. All UUIDs are made of what they name, so that what is sent twice, after a kill or a lost answer, is there once. The key's role needs
/// the rights to add and to modify its organisation's events, to tag (<c>perm_tagger</c>; <c>perm_tag_editor</c> where tags are new), to
/// publish where <c>misp_publish</c> is on, and to add sightings where <c>misp_sightings</c> is on. Tested against a server that answers as
/// MISP documents, not against MISP.
/// </remarks>
[Bot("intelmq.bots.outputs.misp.output_api", BotKind.Output, Summary = "Stores events in MISP by its REST API.")]
public sealed partial class MispApiOutput : Output
{
    private const int MaxFound = 20;

    private readonly MispApiOutputOptions _options;
    private readonly ApiEvent _form;
    private readonly SentEvents _sent = new();
    private readonly string[] _significant;
    private MispClient? _client;
    private BulkEvents? _bulk;

    /// <inheritdoc cref="MispApiOutput(MispApiOutputOptions)"/>
    public MispApiOutput(MispApiOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _form = new ApiEvent(options);
        _significant = [.. options.SignificantFields.Names];
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        HttpRequestSettings settings = _options.Http.ToSettings();
        // A redirect would turn a POST into a GET: the event would be lost, and nobody would know.
        var session = HttpConnectionOptions.OpenSession(
            new HttpRequestSettings
            {
                Connection = settings.Connection,
                UserAgent = settings.UserAgent,
                Headers = settings.Headers,
                UserName = settings.UserName,
                Password = settings.Password,
                Timeout = settings.Timeout,
                MaxTries = settings.MaxTries,
                MaxRedirects = 0,
                MaxBytes = 256 << 20,
            },
            Services,
            Module);
        _client = new MispClient(session, new Uri(_options.MispUrl!), _options.MispKey!, Services.Time);
        _bulk = _options.MispBulk ? new BulkEvents(_client, _form, _options, Services.Time) : null;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        MispClient client = _client ?? throw new InvalidOperationException("The bot is not started.");
        RefusedException? refusal = null;
        IEnumerable<IReadOnlyList<Event>> parts = _bulk is null ? _sent.Left(batch).Select(static one => (IReadOnlyList<Event>)[one]) : _bulk.Divided(_sent.Left(batch));
        foreach (IReadOnlyList<Event> part in parts)
        {
            try
            {
                if (_bulk is null)
                    await SendOneAsync(client, part[0], cancellationToken).ConfigureAwait(false);
                else
                    await _bulk.SendAsync(part, cancellationToken).ConfigureAwait(false);
                foreach (Event message in part)
                    _sent.Note(message);
            }
            catch (RefusedException exception)
            {
                // The others of the batch go on; the host hands the refused ones over again, and keeps them.
                refusal ??= exception;
            }
        }

        if (refusal is not null)
            throw refusal;
        _sent.Forget(batch);
    }

    private async Task SendOneAsync(MispClient client, Event message, CancellationToken cancellationToken)
    {
        string[] values = [.. _significant.Select(field => EventValues.TellingText(message, field)).OfType<string>()];
        if (values.Length == 0)
        {
            Log.NotSignificant();
            return;
        }

        var search = new MispSearch { AllValues = values, Tags = [_options.MispTagForBot!], PageSize = MaxFound, MaxPages = 1 };
        var found = new List<FoundEvent>();
        await foreach (JsonElement one in client.SearchEventsAsync(search, cancellationToken).ConfigureAwait(false))
            found.Add(new FoundEvent(one));
        if (found.Count == 0)
        {
            await AddAsync(client, message, cancellationToken).ConfigureAwait(false);
            return;
        }

        bool isSeen = false;
        foreach (FoundEvent one in found.Where(one => one.IsOf(message, _significant)))
        {
            isSeen = true;
            if (one.Uuid is { } uuid)
                await client.EditEventAsync(uuid, one.ToEdit(Services.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }

        if (isSeen && _options.MispSightings)
            await client.AddSightingsAsync(values, BulkEvents.SeenAt(message, Services.Time), BulkEvents.Source, cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(MispClient client, Event message, CancellationToken cancellationToken)
    {
        Guid uuid = MispUuid.Of(MispUuid.Root, message.ToJson(MessageFormat.Flat));
        byte[] json = _form.Write(uuid, ApiEvent.InfoOf(message), _form.TagsOf(message), null, [(message, MispUuid.Of(uuid, MispTemplate.Name))]);
        Guid? added = await client.AddEventAsync(json, cancellationToken).ConfigureAwait(false);
        if (_options.MispPublish)
            await client.PublishEventAsync(added ?? uuid, cancellationToken).ConfigureAwait(false);
    }
}
