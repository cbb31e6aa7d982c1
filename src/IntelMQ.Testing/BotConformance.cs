using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Schemas;
using IntelMQ.Testing.Conformance;
using IntelMQ.Text;

namespace IntelMQ.Testing;

/// <summary>
/// What every bot is held to, whatever it does. It starts with its defaults or says which parameters it needs; reports parameters it does
/// not know or cannot use; may be disposed of twice; stops when told to; does not throw on any input; keeps what it could not process in
/// a form that fails the same way again, once; and in a pipeline accounts for every message in the counters.
/// </summary>
/// <remarks>Nothing reaches the network. A bot that is started with parameters may write to the files that they name.</remarks>
public static class BotConformance
{
    /// <summary>
    /// Checks a bot with its defaults. A collector or output is made but not started: its defaults may name real places.
    /// </summary>
    /// <param name="descriptor">The bot.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static Task<IReadOnlyList<string>> CheckAsync(BotDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return CheckAsync(descriptor, "{}", Schema.Default, mayStart: descriptor.Kind is BotKind.Parser or BotKind.Expert);
    }

    /// <summary>Checks a bot with parameters.</summary>
    /// <param name="descriptor">The bot.</param>
    /// <param name="parameters">The parameters it needs, a JSON object with IntelMQ's names.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static Task<IReadOnlyList<string>> CheckAsync(BotDescriptor descriptor, string parameters) => CheckAsync(descriptor, parameters, Schema.Default);

    /// <summary>Checks a bot with parameters, on events of a schema.</summary>
    /// <param name="descriptor">The bot.</param>
    /// <param name="parameters">The parameters it needs, a JSON object with IntelMQ's names.</param>
    /// <param name="schema">The fields that the bot needs.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static Task<IReadOnlyList<string>> CheckAsync(BotDescriptor descriptor, string parameters, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(schema);
        return CheckAsync(descriptor, parameters, schema, mayStart: true);
    }

    /// <summary>Checks a bot that is made in code.</summary>
    /// <param name="create">Makes the bot; called several times.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(Func<BotServices, Bot> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var violations = new List<string>();
        await CheckAsync(create, Schema.Default, mayStart: true, violations).ConfigureAwait(false);
        return violations;
    }

    /// <summary>Holds a bot to what <see cref="CheckAsync(BotDescriptor)"/> checks.</summary>
    /// <param name="descriptor">The bot.</param>
    /// <exception cref="ConformanceException">The bot does not conform; the message lists all that is wrong, a line each.</exception>
    /// <example><code>[Fact]
    /// public Task The_parser_conforms() => BotConformance.AssertAsync(HoneypotParser.Descriptor);</code></example>
    public static async Task AssertAsync(BotDescriptor descriptor)
        => Conforms(descriptor?.Module, await CheckAsync(descriptor!).ConfigureAwait(false));

    /// <summary>Holds a bot with parameters to what <see cref="CheckAsync(BotDescriptor, string)"/> checks.</summary>
    /// <param name="descriptor">The bot.</param>
    /// <param name="parameters">The parameters it needs, a JSON object with IntelMQ's names.</param>
    /// <exception cref="ConformanceException">The bot does not conform; the message lists all that is wrong, a line each.</exception>
    public static async Task AssertAsync(BotDescriptor descriptor, string parameters)
        => Conforms(descriptor?.Module, await CheckAsync(descriptor!, parameters).ConfigureAwait(false));

    /// <summary>Holds a bot with parameters to what is checked, on events of a schema.</summary>
    /// <param name="descriptor">The bot.</param>
    /// <param name="parameters">The parameters it needs, a JSON object with IntelMQ's names.</param>
    /// <param name="schema">The fields that the bot needs.</param>
    /// <exception cref="ConformanceException">The bot does not conform; the message lists all that is wrong, a line each.</exception>
    public static async Task AssertAsync(BotDescriptor descriptor, string parameters, Schema schema)
        => Conforms(descriptor?.Module, await CheckAsync(descriptor!, parameters, schema).ConfigureAwait(false));

    /// <summary>Holds a bot that is made in code to what is checked.</summary>
    /// <param name="create">Makes the bot; called several times.</param>
    /// <exception cref="ConformanceException">The bot does not conform; the message lists all that is wrong, a line each.</exception>
    public static async Task AssertAsync(Func<BotServices, Bot> create)
        => Conforms(null, await CheckAsync(create).ConfigureAwait(false));

    private static void Conforms(string? bot, IReadOnlyList<string> violations)
    {
        if (violations.Count > 0)
            throw new ConformanceException($"{(bot is null ? "The bot" : $"The bot {bot}")} does not conform:{string.Concat(violations.Select(static violation => $"{Environment.NewLine}- {Printable.Of(violation)}"))}");
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(BotDescriptor descriptor, string parameters, Schema schema, bool mayStart)
    {
        using JsonDocument document = JsonDocument.Parse(parameters);
        JsonElement given = document.RootElement.Clone();
        var violations = new List<string>();
        await ParameterCheck.RunAsync(descriptor, given, violations).ConfigureAwait(false);
        if (violations.Count == 0)
            await CheckAsync(services => descriptor.Create(given, ParameterSource.Configuration, services, new List<string>()), schema, mayStart, violations).ConfigureAwait(false);
        return violations;
    }

    private static async Task CheckAsync(Func<BotServices, Bot> create, Schema schema, bool mayStart, List<string> violations)
    {
        // Made and disposed of twice, though it was never started.
        bool isMade = await WithBotAsync(create, schema, violations, static _ => Task.CompletedTask).ConfigureAwait(false);
        if (!isMade || !mayStart)
            return;
        bool isStarted = await WithBotAsync(create, schema, violations, async bot =>
        {
            await bot.StartAsync(CancellationToken.None).ConfigureAwait(false);
            if (bot is Parser parser)
                InputCheck.Run(parser, schema, violations);
            else
                await CancellationCheck.RunAsync(bot, schema, violations).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (!isStarted || violations.Count > 0)
            return;
        await CancellationCheck.RunMidwayAsync(create, schema, violations).ConfigureAwait(false);
        if (violations.Count == 0)
            await CounterCheck.RunAsync(create, schema, violations).ConfigureAwait(false);
    }

    /// <returns>Whether the bot could be made, and started where the check does that.</returns>
    private static async Task<bool> WithBotAsync(Func<BotServices, Bot> create, Schema schema, List<string> violations, Func<Bot, Task> check)
    {
        using var services = new TestServices { Schema = schema };
        try
        {
            Bot bot = create(services.Services);
            try
            {
                await check(bot).ConfigureAwait(false);
            }
            finally
            {
                await bot.DisposeAsync().ConfigureAwait(false);
                await bot.DisposeAsync().ConfigureAwait(false);
            }

            return true;
        }
        catch (BotConfigurationException exception)
        {
            // It says what it needs.
            ParameterCheck.AreSentences(exception, violations);
        }
#pragma warning disable CA1031 // Whatever a bot throws here is what is looked for.
        catch (Exception exception)
        {
            violations.Add($"Starting or disposing throws {exception.GetType().Name}: {exception.Message}");
        }
#pragma warning restore CA1031

        return false;
    }
}
