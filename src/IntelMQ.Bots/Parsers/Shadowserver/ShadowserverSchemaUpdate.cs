using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IntelMQ.Http;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>
/// Fetches the schema that Shadowserver publishes. A file beside it (<c>.check</c>) says when that was last tried: at most once an hour.
/// A schema of another date takes the old one's place, which stays as <c>.bak</c>. Nothing that goes wrong stops the bot.
/// </summary>
internal sealed class ShadowserverSchemaUpdate(string path, BotServices services, ILogger log)
{
    private const string Address = "https://interchange.shadowserver.org/intelmq/v1/schema";
    private const int MaxSize = 64 * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Tries to update the file.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (services.Http is null)
                ShadowserverLog.SchemaUpdateFailed(log, "the host provides no HTTP client.");
            else if (IsDue())
                await UpdateAsync(new HttpSession(services.Http, new HttpRequestSettings { Timeout = Timeout }, services.Time), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException
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

    private async Task UpdateAsync(HttpSession http, CancellationToken cancellationToken)
    {
        byte[]? json = await DownloadAsync(http, cancellationToken).ConfigureAwait(false);
        if (json is null)
        {
            ShadowserverLog.SchemaUpdateFailed(log, $"it has more than {MaxSize} bytes.");
            return;
        }

        if (!ShadowserverSchema.TryParse(json, out ShadowserverSchema? fetched, out string? error) || fetched.DateCreated is null)
        {
            ShadowserverLog.SchemaUpdateFailed(log, $"what came from {Address} {error ?? "does not say when it was made"}.");
            return;
        }

        if (File.Exists(path))
        {
            if (!TryReadCurrent(out ShadowserverSchema? current))
                return;
            if (current.DateCreated == fetched.DateCreated)
                return;
        }

        string temporary = path + ".new";
        await File.WriteAllBytesAsync(temporary, json, cancellationToken).ConfigureAwait(false);
        if (File.Exists(path))
            File.Copy(path, path + ".bak", overwrite: true);
        File.Move(temporary, path, overwrite: true);
        ShadowserverLog.SchemaUpdated(log, fetched.DateCreated);
    }

    private bool TryReadCurrent([NotNullWhen(true)] out ShadowserverSchema? current)
    {
        if (ShadowserverSchema.TryParse(File.ReadAllBytes(path), out current, out string? error))
            return true;
        string reason = $"the present schema {path} {error}; remove it to have it replaced.";
        ShadowserverLog.SchemaUpdateFailed(log, reason);
        return false;
    }

    private static async Task<byte[]?> DownloadAsync(HttpSession http, CancellationToken cancellationToken)
    {
        await using HttpDownload response = await http.OpenAsync(static () => new HttpRequestMessage(HttpMethod.Get, Address), cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess)
            throw new HttpServiceException($"{Address} answered with status {response.Status}.");
        Stream body = response.Content;
        using var content = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (content.Length + read > MaxSize)
                return null;
            content.Write(part, 0, read);
        }

        return content.ToArray();
    }
}
