using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Bots.Sieve;
using IntelMQ.Messages;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Drops, changes and routes events by the rules of a file; see <see cref="SieveProgram"/> for the language.</summary>
/// <remarks>
/// A changed file is taken up within a minute, or at once with <see cref="Reload"/>; one with errors is refused, and the rules that there
/// are stay in use. So is one with paths that the file did not have at the start: what receives them is connected only then.
/// </remarks>
[Bot("intelmq.bots.experts.sieve.expert", BotKind.Expert, Summary = "Drops, changes and routes events by the rules of a file.")]
public sealed partial class SieveExpert : Expert
{
    private const int MaxShown = 20;

    private readonly SieveExpertOptions _options;
    private readonly WatchedFile<SieveProgram> _rules;
    private readonly BotPath[]? _paths;
    private SieveProgram? _last;
    private bool _hasRun;

    /// <summary>Creates the expert.</summary>
    /// <exception cref="BotConfigurationException">The rule file cannot be read, or has errors; all of them are told.</exception>
    public SieveExpert(SieveExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <inheritdoc cref="SieveExpert(SieveExpertOptions)"/>
    public SieveExpert(SieveExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _rules = new WatchedFile<SieveProgram>(options.File, Load, services.Time, () => Log);
        _paths = [.. _rules.Content.Paths.Select(static path => new BotPath(path, IsRequired: true))];
    }

    /// <summary>The paths that the rules name.</summary>
    public override IReadOnlyList<BotPath> Paths => _paths ?? [];

    /// <summary>The rules in use, with how often each has matched.</summary>
    public SieveProgram Program => _rules.Content;

    /// <inheritdoc/>
    /// <exception cref="SieveRuntimeException">A rule cannot be carried out.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _hasRun = true;
        return _rules.Content.Run(message);
    }

    /// <summary>Reads the rule file again now.</summary>
    /// <returns>Whether it is in use; if not, the log says why, and the rules that there were go on.</returns>
    public bool Reload() => _rules.Reload();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        ReportUnmatched();
        _last = null;
        return base.DisposeAsync();
    }

    private SieveProgram Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(Descriptor.Module, [$"the rule file '{path}' cannot be read: {exception.Message}"]);
        }

        if (!SieveProgram.TryParse(text, Services.Schema, Services.Time, out SieveProgram? program, out IReadOnlyList<SieveError> errors))
            throw new BotConfigurationException(Descriptor.Module, [.. errors.Select(error => $"{path}, {error}")]);
        if (_paths is not null && program.Paths.FirstOrDefault(name => !Array.Exists(_paths, path => path.Name == name)) is { } unknown)
            throw new BotConfigurationException(Descriptor.Module, [$"{path}: the path '{unknown}' is new; start the bot anew to connect it."]);
        foreach (SieveError warning in program.Warnings)
            LogWarning(Log, path, warning);
        ReportUnmatched();
        _hasRun = false;
        return _last = program;
    }

    private void ReportUnmatched()
    {
        if (!_hasRun || _last is not { } program)
            return;
        SieveRule[] unmatched = [.. program.Rules.Where(static rule => rule.Hits == 0)];
        if (unmatched.Length == 0)
            return;
        string shown = string.Join("; ", unmatched.Take(MaxShown).Select(static rule => rule.ToString()));
        LogUnmatched(Log, unmatched.Length, program.Rules.Count, _options.File, unmatched.Length > MaxShown ? shown + "; ..." : shown);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Path}, {Warning}")]
    private static partial void LogWarning(ILogger log, string path, SieveError warning);

    [LoggerMessage(2, LogLevel.Information, "{Count} of {All} rules of '{Path}' have matched no event: {Rules}")]
    private static partial void LogUnmatched(ILogger log, int count, int all, string path, string rules);
}
