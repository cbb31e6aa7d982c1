using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Testing;

/// <summary>
/// What every bot is held to, whatever it does: it starts with its defaults or says which parameters it needs, reports parameters it does
/// not know, may be disposed of twice, stops when told to, does not throw on any input, and keeps what it could not process in a form that
/// fails the same way again.
/// </summary>
public static class BotConformance
{
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Checks a bot with its defaults. A collector or output is made but not started: its defaults may name real places.
    /// </summary>
    /// <param name="descriptor">The bot.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static Task<IReadOnlyList<string>> CheckAsync(BotDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return CheckAsync(descriptor, "{}", mayStart: descriptor.Kind is BotKind.Parser or BotKind.Expert);
    }

    /// <summary>Checks a bot with parameters.</summary>
    /// <param name="descriptor">The bot.</param>
    /// <param name="parameters">The parameters it needs, a JSON object with IntelMQ's names.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static Task<IReadOnlyList<string>> CheckAsync(BotDescriptor descriptor, string parameters)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return CheckAsync(descriptor, parameters, mayStart: true);
    }

    /// <summary>Checks a bot that is made in code.</summary>
    /// <param name="create">Makes the bot; called several times.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(Func<BotServices, Bot> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var violations = new List<string>();
        await CheckAsync(create, mayStart: true, violations).ConfigureAwait(false);
        return violations;
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(BotDescriptor descriptor, string parameters, bool mayStart)
    {
        using JsonDocument document = JsonDocument.Parse(parameters);
        JsonElement given = document.RootElement.Clone();
        var violations = new List<string>();
        CheckUnknownParameter(descriptor, given, violations);
        if (violations.Count == 0)
            await CheckAsync(services => descriptor.Create(given, ParameterSource.Configuration, services, new List<string>()), mayStart, violations).ConfigureAwait(false);
        return violations;
    }

    private static async Task CheckAsync(Func<BotServices, Bot> create, bool mayStart, List<string> violations)
    {
        using var services = new TestServices();
        try
        {
            Bot bot = create(services.Services);
            try
            {
                if (mayStart)
                    await CheckStartedAsync(bot, violations).ConfigureAwait(false);
            }
            finally
            {
                await bot.DisposeAsync().ConfigureAwait(false);
                await bot.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (BotConfigurationException exception) when (exception.Complaints.Count > 0 && exception.Complaints.All(IsSentence))
        {
            // It says what it needs.
        }
        catch (BotConfigurationException exception)
        {
            violations.Add($"A complaint about the parameters is no sentence: {exception.Message}");
        }
#pragma warning disable CA1031 // Whatever a bot throws here is what is looked for.
        catch (Exception exception)
        {
            violations.Add($"Starting or disposing throws {exception.GetType().Name}: {exception.Message}");
        }
#pragma warning restore CA1031
    }

    private static async Task CheckStartedAsync(Bot bot, List<string> violations)
    {
        await bot.StartAsync(CancellationToken.None).ConfigureAwait(false);
        if (bot is Parser parser)
            CheckParser(parser, violations);
        else
            await CheckCancellationAsync(bot, violations).ConfigureAwait(false);
    }

    private static void CheckUnknownParameter(BotDescriptor descriptor, JsonElement given, List<string> violations)
    {
        const string Unknown = "no_bot_has_this_parameter";
        using JsonDocument document = JsonDocument.Parse($"{{\"{Unknown}\": 1}}");
        var warnings = new List<string>();
        TryRead(descriptor, document.RootElement, ParameterSource.IntelMQ, warnings);
        if (!warnings.Exists(static warning => warning.Contains(Unknown, StringComparison.Ordinal)))
            violations.Add("An unknown parameter of IntelMQ's is passed over without a warning.");
        if (!TryRead(descriptor, document.RootElement, ParameterSource.Configuration, []).Exists(static complaint => complaint.Contains(Unknown, StringComparison.Ordinal)))
            violations.Add("An unknown parameter is not refused.");
        foreach (string complaint in TryRead(descriptor, given, ParameterSource.Configuration, []))
        {
            if (!IsSentence(complaint))
                violations.Add($"A complaint about the parameters is no sentence: {complaint}");
        }
    }

    private static List<string> TryRead(BotDescriptor descriptor, JsonElement parameters, ParameterSource source, List<string> warnings)
    {
        try
        {
            descriptor.ReadOptions(parameters, source, warnings);
            return [];
        }
        catch (BotConfigurationException exception)
        {
            return [.. exception.Complaints];
        }
    }

    private static bool IsSentence(string complaint) => complaint.Length > 10 && complaint.EndsWith('.');

    private static void CheckParser(Parser parser, List<string> violations)
    {
        foreach (byte[] input in RandomInput.All())
        {
            var report = new Report(input, Schema.Default);
            byte[] before = report.ToJson();
            foreach (Failure failure in parser.Parse(report).Failures)
            {
                if (failure.Exception is { } exception)
                    violations.Add($"The parser throws {exception.GetType().Name} on {Shown(input)}: {exception.Message}");
                else
                    CheckAgain(parser, failure, violations);
                if (violations.Count > 20)
                    return;
            }

            if (!report.ToJson().AsSpan().SequenceEqual(before))
                violations.Add($"The parser changes its report, {Shown(input)}.");
        }
    }

    private static void CheckAgain(Parser parser, Failure failure, List<string> violations)
    {
        if (!failure.Message.Contains(Fields.Raw))
        {
            violations.Add($"A failure is kept without raw: {failure}");
            return;
        }

        // What was cut short cannot be the same again.
        if (failure.TruncatedFrom > 0 || failure.Message is not Report kept)
            return;
        int again = parser.Parse(kept).Failures.Count;
        if (again != 1)
            violations.Add($"What is kept as failed ({failure}) gives {again} failures when it is parsed again: {Shown(kept.Raw.Span)}");
    }

    private static async Task CheckCancellationAsync(Bot bot, List<string> violations)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync().ConfigureAwait(false);
        CancellationToken token = cancelled.Token;
        try
        {
            await Task.Run(() => RunOnceAsync(bot, token), CancellationToken.None).WaitAsync(Promptly, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            violations.Add($"The bot goes on {Promptly.TotalSeconds:0} seconds after it was told to stop.");
        }
#pragma warning disable CA1031 // Ending with any exception is prompt enough: an empty event may be refused, a folder may be missing.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }

    private static async Task RunOnceAsync(Bot bot, CancellationToken cancellationToken)
    {
        switch (bot)
        {
            case Expert expert:
                expert.Process(new Event());
                break;
            case AsyncExpert expert:
                await expert.ProcessAsync(new Event(), cancellationToken).ConfigureAwait(false);
                break;
            case BatchExpert expert:
                await expert.ProcessAsync([new BatchItem(new Event())], cancellationToken).ConfigureAwait(false);
                break;
            case Output output:
                await output.SendAsync([new Event()], cancellationToken).ConfigureAwait(false);
                break;
            case Collector collector:
                await foreach (CollectedReport report in collector.CollectAsync(cancellationToken).ConfigureAwait(false))
                    await report.SettleAsync(CancellationToken.None).ConfigureAwait(false);
                break;
        }
    }

    private static string Shown(ReadOnlySpan<byte> bytes)
        => $"{Convert.ToHexString(bytes[..Math.Min(bytes.Length, 60)])}{(bytes.Length > 60 ? "..." : "")} ({bytes.Length} bytes)";
}
