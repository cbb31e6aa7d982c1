using IntelMQ.Export;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Submits events to a CIFv3 server as indicators. What comes as a batch is sent as one, up to a limit; nothing is held back. Events that
/// name nothing that may be an indicator are passed over.
/// </summary>
[Bot("intelmq.bots.outputs.cif3.output", BotKind.Output)]
public sealed partial class Cif3Output : HttpOutput
{
    private readonly Cif3OutputOptions _options;
    private readonly Cif3Indicator _indicator;
    private readonly Uri _url;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _body = new(4096);

    /// <inheritdoc cref="Cif3Output(Cif3OutputOptions)"/>
    public Cif3Output(Cif3OutputOptions options, BotServices services)
        : base(options, () => options.ToSettings(), services)
    {
        _options = options;
        _indicator = new Cif3Indicator(options);
        _url = new Uri(options.Cif3Url!.TrimEnd('/') + "/indicators");
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (Event[] part in _sent.Left(batch).Chunk(Math.Max(_options.Fireball, 1)))
        {
            if (TryWrite(part))
                ThrowIfFailed(await PostAsync(_url, _body.ToArray(), "application/json", Prepare, cancellationToken).ConfigureAwait(false));
            foreach (Event message in part)
                _sent.Note(message);
        }

        _sent.Forget(batch);
    }

    private bool TryWrite(Event[] events)
    {
        _body.Clear();
        if (_options.Fireball == 0)
            return _indicator.TryAppend(events[0], _body);
        _body.Append((byte)'[');
        bool any = false;
        foreach (Event message in events)
        {
            int start = _body.Length;
            if (any)
                _body.Append(", "u8);
            if (_indicator.TryAppend(message, _body))
                any = true;
            else
                _body.Truncate(start);
        }

        _body.Append((byte)']');
        return any;
    }

    private void Prepare(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.cif.v3+json");
        request.Headers.TryAddWithoutValidation("Authorization", $"Token token={_options.Cif3Token!.Reveal()}");
    }
}
