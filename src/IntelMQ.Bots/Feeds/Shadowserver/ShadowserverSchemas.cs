using System.Text;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>
/// Keeps the schema of Shadowserver's reports up to date: fetches it on a schedule, says in what a new one differs, tries it on reports that were
/// kept, and takes it over at once or after a look; one call goes back to the one before. Parsers that read the same file follow by themselves.
/// </summary>
/// <remarks>
/// Beside the file are <c>.candidate</c> (a schema that waits), <c>.bak</c> (the one before) and <c>.refused</c> (the date of one that was rolled back,
/// which is not taken again by itself). Calls of one object come one after the other.
/// </remarks>
public sealed class ShadowserverSchemas : IDisposable
{
    private const string FeedName = "Shadowserver";
    private const long MaxReportSize = 256 << 20;

    private readonly ShadowserverSchemasOptions _options;
    private readonly BotServices _services;
    private readonly ShadowserverSchemaStore _store;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Creates it.</summary>
    /// <param name="options">How the schema is kept.</param>
    /// <param name="services">HTTP, the clock and the logs.</param>
    public ShadowserverSchemas(ShadowserverSchemasOptions options, BotServices services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(options.File);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, TimeSpan.FromMinutes(1));
        _options = options;
        _services = services;
        _store = new ShadowserverSchemaStore(options.File);
        _log = services.Logs.CreateLogger(typeof(ShadowserverSchemas).FullName!);
    }

    /// <summary>In what the schema that waits differs from the one in force; <see langword="null"/> where none waits.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is no schema.</exception>
    public ShadowserverSchemaDifference? Waiting => _store.ReadCandidate() is { } candidate ? ShadowserverSchemaComparison.Compare(_store.ReadCurrent(), candidate) : null;

    /// <summary>Asks for the schema until it is stopped, at once and then at each interval. What goes wrong is logged, and tried again the next time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await CheckAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or InvalidDataException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                ShadowserverLog.SchemaUpdateFailed(_log, exception.Message);
            }

            await Task.Delay(_options.Interval, _services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches the schema. Where there is none yet it is taken; a new one waits, or is taken, as the policy says.</summary>
    /// <returns>In what it differs from the one in force; <see langword="null"/> where it is that one, by its date.</returns>
    /// <exception cref="IOException">The schema cannot be had, or a file cannot be read or written.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="InvalidDataException">The schema in force is none.</exception>
    public async Task<ShadowserverSchemaDifference?> CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            (byte[] json, ShadowserverSchema fresh) = await ShadowserverSchemaDownload.RunAsync(_services, cancellationToken).ConfigureAwait(false);
            ShadowserverSchema? current = _store.ReadCurrent();
            if (current?.DateCreated == fresh.DateCreated)
            {
                _store.DropCandidate();
                return null;
            }

            ShadowserverSchemaDifference difference = ShadowserverSchemaComparison.Compare(current, fresh);
            bool isTold = _store.ReadCandidate()?.DateCreated == fresh.DateCreated;
            if (current is null || (_options.Policy == ShadowserverSchemaPolicy.AtOnce && !_store.IsRefused(fresh)))
            {
                _store.Take(json);
                ShadowserverLog.SchemaUpdated(_log, fresh.DateCreated!);
            }
            else
            {
                _store.Propose(json);
                if (!isTold)
                    ShadowserverLog.SchemaWaits(_log, fresh.DateCreated!);
            }

            if (!isTold && current is not null)
                _options.Changed?.Invoke(new FeedChange(FeedName, "", FeedChangeKind.Schema, [difference.ToString(), .. difference.Lines], _services.Time.GetUtcNow()));
            return difference;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Tries the schema that waits on reports: which classifications and fields would change.</summary>
    /// <param name="reports">The reports, with <c>extra.file_name</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">No schema waits.</exception>
    public ShadowserverSchemaTrial TryOut(IEnumerable<Report> reports, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ShadowserverSchema candidate = _store.ReadCandidate() ?? throw new InvalidOperationException("No schema waits to be tried.");
        var run = new ShadowserverTrialRun(_store.ReadCurrent(), candidate);
        foreach (Report report in reports)
            run.Add(report, cancellationToken);
        return run.Result;
    }

    /// <summary>Tries the schema that waits on the files of a folder, which are named as Shadowserver names them; larger ones than 256 MiB are left out.</summary>
    /// <inheritdoc cref="TryOut(IEnumerable{Report}, CancellationToken)"/>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ShadowserverSchemaTrial TryOut(string folder, CancellationToken cancellationToken) => TryOut(ReportsIn(folder), cancellationToken);

    /// <summary>The schema that waits takes the old one's place, which can be gone back to.</summary>
    /// <returns>Whether one waits.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public bool Apply()
    {
        _gate.Wait();
        try
        {
            if (_store.ReadCandidate() is not { } candidate)
                return false;
            _store.TakeCandidate();
            ShadowserverLog.SchemaUpdated(_log, candidate.DateCreated ?? "an unknown day");
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The schema before is in force again. The one that was waits, and is not taken by itself.</summary>
    /// <returns>Whether there is one before.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public bool RollBack()
    {
        _gate.Wait();
        try
        {
            return _store.RollBack();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _gate.Dispose();

    private static IEnumerable<Report> ReportsIn(string folder)
    {
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            if (file.Length is 0 or > MaxReportSize)
                continue;
            var report = new Report(File.ReadAllBytes(file.FullName), Schemas.Schema.Default);
            report.Set("extra.file_name", FieldValue.Text(Encoding.UTF8.GetBytes(file.Name)));
            yield return report;
        }
    }
}
