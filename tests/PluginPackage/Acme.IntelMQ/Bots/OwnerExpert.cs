using System.Net;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace Acme.IntelMQ.Bots;

// #region expert
/// <summary>Asks Acme's service who owns <c>source.ip</c> and sets <c>extra.owner</c>; an address that nobody owns has none.</summary>
[Bot("acme.experts.owner", BotKind.Expert, Summary = "Asks Acme's service for the owners of addresses.")]
public sealed partial class OwnerExpert : HttpExpert
{
    private readonly OwnerExpertOptions _options;
    private readonly LookupCache<string> _answers;
    private AnswerFile? _file;
    private SharedLookups<string>? _kept;

    /// <summary>Creates the expert.</summary>
    public OwnerExpert(OwnerExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _answers = NewCache<string>();
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _file = string.IsNullOrEmpty(_options.CacheFile) ? null : new AnswerFile(_options.CacheFile, Services.Time);
        }
        catch (IOException exception)
        {
            throw Refusal($"cache_file cannot be used: {exception.Message}");
        }

        _kept = new SharedLookups<string>(_file, TryRead, static owner => owner, Log);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        if (message[Fields.Source.Ip] is not { } ip || message.Contains("extra.owner"))
            return Verdict.Keep;
        // In memory one request for a key is under way; behind that is the file, behind that the service.
        string key = ip.ToString();
        string owner = await _answers.GetAsync(key, token => _kept!.GetAsync(key, end => AskAsync(key, end), token), cancellationToken).ConfigureAwait(false);
        if (owner.Length > 0)
            message.Set("extra.owner", owner);
        return Verdict.Keep;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return base.DisposeAsync();
    }

    private static bool TryRead(string text, out string owner)
    {
        owner = text;
        return text.Length <= 200;
    }

    // That nobody owns an address is an answer too.
    private async Task<Answer<string>> AskAsync(string key, CancellationToken cancellationToken)
    {
        var url = new Uri($"{_options.ServiceUrl!.TrimEnd('/')}/v1/owner/{Uri.EscapeDataString(key)}");
        HttpAnswer answer = await Http.GetAsync(url, cancellationToken).ConfigureAwait(false);
        if (answer.Status == (int)HttpStatusCode.NotFound)
            return new Answer<string>("", _options.CacheTtl);
        // What comes from a service is as little to be trusted as a feed.
        JsonElement owner = answer.ThrowIfUnsuccessful().JsonMember("owner");
        return owner.ValueKind == JsonValueKind.String && owner.GetString() is { Length: > 0 and <= 200 } name
            ? new Answer<string>(name, _options.CacheTtl)
            : throw new LookupException("The service of owners does not answer with an owner.");
    }
}
// #endregion
