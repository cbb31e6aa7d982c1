using System.Collections;
using System.Diagnostics.CodeAnalysis;
using IntelMQ.Export;

namespace IntelMQ.Bots;

/// <summary>
/// The bots that a program knows, by IntelMQ's module path: put together from the lists of packages and of plug-ins
/// (<c>new BotCatalog().Add(StandardBots.All)</c>). Whatever takes bots for a definition takes a catalogue.
/// </summary>
/// <remarks>Fill it before it is used: reading is safe from several threads, adding is not.</remarks>
/// <example><code>var catalogue = new BotCatalog().Add(StandardBots.All);
/// BotDescriptor bot = catalogue.Get("intelmq.bots.experts.taxonomy.expert");
/// Console.WriteLine(bot.Summary);</code></example>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A catalogue says more than a collection.")]
public sealed class BotCatalog : IReadOnlyCollection<BotDescriptor>
{
    private readonly SortedDictionary<string, BotDescriptor> _bots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BotDescriptor> _byPath = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, EventFormat> _formats = new(StringComparer.Ordinal);

    /// <summary>All bots, sorted by module path.</summary>
    public IReadOnlyList<BotDescriptor> All => [.. _bots.Values];

    /// <inheritdoc/>
    public int Count => _bots.Count;

    /// <summary>Whether a module path is one of IntelMQ's, today's or an earlier release's, whether or not a package has the bot.</summary>
    public static bool IsOfIntelMQ(string module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return IntelMQModules.Contains(module);
    }

    /// <summary>Adds bots.</summary>
    /// <param name="bots">A package's list, such as <c>StandardBots.All</c>; or bots of one's own.</param>
    /// <returns>This catalogue.</returns>
    /// <exception cref="ArgumentException">Another bot has one of the module paths; then none of the bots is added.</exception>
    public BotCatalog Add(params IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(bots);
        var added = new Dictionary<string, BotDescriptor>(StringComparer.Ordinal);
        foreach (BotDescriptor bot in bots)
        {
            foreach (string path in bot.Aliases.Prepend(bot.Module))
            {
                if ((_byPath.GetValueOrDefault(path) ?? added.GetValueOrDefault(path)) is { } other && other != bot)
                    throw new ArgumentException($"Two bots have the module path {path}: {other.BotType} and {bot.BotType}.", nameof(bots));
                added[path] = bot;
            }
        }

        foreach ((string path, BotDescriptor bot) in added)
        {
            _byPath[path] = bot;
            _bots[bot.Module] = bot;
        }

        return this;
    }

    /// <summary>The formats of events that its bots may write and read, sorted by name; hosts hand them on as <see cref="BotServices.Formats"/>.</summary>
    public IReadOnlyList<EventFormat> Formats => [.. _formats.Values];

    /// <summary>Adds formats of events.</summary>
    /// <param name="formats">A package's list, such as <c>StandardFormats.All</c>; or formats of one's own.</param>
    /// <returns>This catalogue.</returns>
    /// <exception cref="ArgumentException">Another format has one of the names.</exception>
    public BotCatalog AddFormats(params IEnumerable<EventFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        foreach (EventFormat format in formats)
        {
            if (!_formats.TryAdd(format.Name, format) && _formats[format.Name] != format)
                throw new ArgumentException($"Two formats have the name {format.Name}: {_formats[format.Name]} and {format}.", nameof(formats));
        }

        return this;
    }

    /// <summary>Finds a bot by its module path, or by an earlier one.</summary>
    public bool TryGet(string module, [NotNullWhen(true)] out BotDescriptor? bot)
    {
        ArgumentNullException.ThrowIfNull(module);
        return _byPath.TryGetValue(module, out bot);
    }

    /// <summary>The bot of a module path, or of an earlier one.</summary>
    /// <exception cref="ArgumentException">
    /// There is none; the message names the nearest. For a module of IntelMQ's it says which package holds it, or why none does.
    /// </exception>
    public BotDescriptor Get(string module)
        => TryGet(module, out BotDescriptor? bot)
            ? bot
            : throw new ArgumentException($"There is no bot '{module}'{MissingBot.Explain(module, _byPath)}", nameof(module));

    /// <inheritdoc/>
    public IEnumerator<BotDescriptor> GetEnumerator() => _bots.Values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
