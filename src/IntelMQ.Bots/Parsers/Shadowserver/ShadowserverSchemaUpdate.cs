using System.Globalization;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>
/// Fetches the schema when a parser starts. A file beside it (<c>.check</c>) says when that was last tried: at most once an hour. A schema of another
/// date takes the old one's place, which stays as <c>.bak</c>, unless it is one that was rolled back. Nothing that goes wrong stops the bot.
/// </summary>
internal sealed class ShadowserverSchemaUpdate(string path, BotServices services, ILogger log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly ShadowserverSchemaStore _store = new(path);

    /// <summary>Tries to update the file.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (services.Http is null)
                ShadowserverLog.SchemaUpdateFailed(log, "the host provides no HTTP client.");
            else if (IsDue())
                await UpdateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or InvalidDataException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            ShadowserverLog.SchemaUpdateFailed(log, exception.Message);
        }
    }

    private bool IsDue()
    {
        string check = Path.ChangeExtension(path, ".check");
        DateTimeOffset now = services.Time.GetUtcNow();
        if (File.Exists(check)
            && DateTimeOffset.TryParse(File.ReadAllText(check), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset last)
            && last <= now && now - last < Interval)
        {
            return false;
        }

        File.WriteAllText(check, now.ToString("O", CultureInfo.InvariantCulture));
        return true;
    }

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        (byte[] json, ShadowserverSchema fetched) = await ShadowserverSchemaDownload.RunAsync(services, cancellationToken).ConfigureAwait(false);
        if (_store.ReadCurrent()?.DateCreated == fetched.DateCreated || _store.IsRefused(fetched))
            return;
        _store.Take(json);
        ShadowserverLog.SchemaUpdated(log, fetched.DateCreated!);
    }
}
