using System.Net;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace Acme.IntelMQ.Bots;

/// <summary>Asks Acme's service who owns <c>source.ip</c> and sets <c>extra.owner</c>; an address that nobody owns has none.</summary>
[Bot("acme.experts.owner", BotKind.Expert, Summary = "Asks Acme's service for the owners of addresses.")]
public sealed partial class OwnerExpert : HttpExpert
{
    private readonly OwnerExpertOptions _options;
    private readonly LookupCache<string?> _answers;
    private OwnerFile? _file;

    /// <summary>Creates the expert.</summary>
    public OwnerExpert(OwnerExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _answers = NewCache<string?>();
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _file = string.IsNullOrEmpty(_options.CacheFile) ? null : new OwnerFile(_options.CacheFile, Services.Time);
        }
        catch (IOException exception)
        {
            throw Refusal($"cache_file cannot be used: {exception.Message}");
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        if (message[Fields.Source.Ip] is not { } ip || message.Contains("extra.owner"))
            return Verdict.Keep;
        string key = ip.ToString();
        if (await _answers.GetAsync(key, token => FindAsync(key, token), cancellationToken).ConfigureAwait(false) is { } owner)
            message.Set("extra.owner", owner);
        return Verdict.Keep;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return base.DisposeAsync();
    }

    // #region two-levels
    // In memory one request per key is under way; behind that the file, behind that the service.
    private async Task<Answer<string?>> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (_file is not null && _file.TryGet(key, out string? known, out TimeSpan left))
            return new Answer<string?>(known, left);
        string? owner = await AskAsync(key, cancellationToken).ConfigureAwait(false);
        _file?.Add(key, owner, _options.CacheTtl);
        return new Answer<string?>(owner, _options.CacheTtl);
    }
    // #endregion

    private async Task<string?> AskAsync(string key, CancellationToken cancellationToken)
    {
        var url = new Uri($"{_options.ServiceUrl!.TrimEnd('/')}/v1/owner/{Uri.EscapeDataString(key)}");
        HttpAnswer answer = await Http.GetAsync(url, cancellationToken).ConfigureAwait(false);
        if (answer.Status == (int)HttpStatusCode.NotFound)
            return null;
        // What comes from a service is as little to be trusted as a feed.
        JsonElement owner = answer.ThrowIfUnsuccessful().JsonMember("owner");
        return owner.ValueKind == JsonValueKind.String && owner.GetString() is { Length: > 0 and <= 200 } name
            ? name
            : throw new LookupException("The service of owners does not answer with an owner.");
    }
}
