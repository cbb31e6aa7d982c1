using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Testing;

/// <summary>Runs a bot on messages, with no host around it, and tells what came out.</summary>
/// <remarks>
/// A call starts the bot, hands it everything and disposes of it. <see cref="BotSession"/> keeps a bot running between messages. Bots
/// made by a function get <see cref="TestServices"/>, so that <see cref="BotRun.Logs"/> holds what they logged.
/// </remarks>
/// <example><code>BotRun run = await BotHarness.RunAsync(new FeodoTrackerParser(new()), "[]");
/// Console.WriteLine(run.Events.Count);</code></example>
public static class BotHarness
{
    /// <summary>Runs a bot on messages.</summary>
    /// <param name="bot">The bot; disposed of at the end.</param>
    /// <param name="messages">Events for an expert or output, reports for a parser; none for a collector, which then fetches once.</param>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters.</exception>
    public static Task<BotRun> RunAsync(Bot bot, params Message[] messages) => RunAsync(bot, null, messages);

    /// <summary>Runs a parser on a text as feed data.</summary>
    /// <param name="parser">The parser; disposed of at the end.</param>
    /// <param name="feed">The feed's text.</param>
    public static Task<BotRun> RunAsync(Parser parser, string feed) => RunAsync(parser, ReportOf(feed));

    /// <summary>Runs a bot that is made with stand-ins for clock, logs, HTTP and DNS.</summary>
    /// <param name="create">Makes the bot.</param>
    /// <param name="messages">As for <see cref="RunAsync(Bot, Message[])"/>.</param>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters.</exception>
    public static async Task<BotRun> RunAsync(Func<BotServices, Bot> create, params Message[] messages)
    {
        using var services = new TestServices();
        return await RunAsync(create, services, messages).ConfigureAwait(false);
    }

    /// <summary>Runs a bot that is made with the stand-ins given.</summary>
    /// <param name="create">Makes the bot.</param>
    /// <param name="services">The stand-ins.</param>
    /// <param name="messages">As for <see cref="RunAsync(Bot, Message[])"/>.</param>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters.</exception>
    public static Task<BotRun> RunAsync(Func<BotServices, Bot> create, TestServices services, params Message[] messages)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(services);
        return RunAsync(create(services.Services), services.Logs, messages);
    }

    /// <summary>Runs a parser on a file as feed data.</summary>
    /// <param name="parser">The parser; disposed of at the end.</param>
    /// <param name="path">The file, read as it is.</param>
    public static async Task<BotRun> RunFileAsync(Parser parser, string path)
        => await RunAsync(parser, new Report(await File.ReadAllBytesAsync(path).ConfigureAwait(false), Schema.Default)).ConfigureAwait(false);

    /// <summary>A report of the default schema with a text as feed data.</summary>
    public static Report ReportOf(string feed) => new(Encoding.UTF8.GetBytes(feed), Schema.Default);

    private static async Task<BotRun> RunAsync(Bot bot, LogCollector? logs, Message[] messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await using BotSession session = await BotSession.StartAsync(bot, logs, CancellationToken.None).ConfigureAwait(false);
        if (bot is Collector && messages.Length == 0)
            await session.CollectAsync(CancellationToken.None).ConfigureAwait(false);
        else
            await session.SendAsync(messages, CancellationToken.None).ConfigureAwait(false);
        session.EndInput();
        return session.Run;
    }
}
