using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntelMQ.Pipelines;

namespace IntelMQ.Bots.Feeds;

/// <summary>A bot that a feed needs, with its parameters.</summary>
public sealed partial record FeedBot
{
    private readonly BotCatalog _bots;

    internal FeedBot(string module, ParameterValues parameters, BotCatalog bots)
    {
        Module = module;
        Parameters = parameters;
        _bots = bots;
    }

    /// <summary>IntelMQ's module path.</summary>
    public string Module { get; }

    /// <summary>The parameters in IntelMQ's names. What the user must fill in stands between double braces (<c>{{ your API key }}</c>).</summary>
    public ParameterValues Parameters { get; init; }

    /// <summary>Whether the catalogue has the bot.</summary>
    public bool IsAvailable => _bots.TryGet(Module, out _);

    /// <summary>What the user must fill in, such as <c>your API key</c>: each once, in the order of the parameters.</summary>
    public IReadOnlyList<string> Placeholders => [.. Parameters.All
        .SelectMany(static parameter => Placeholder().Matches(TextOf(parameter.Value)))
        .Select(static match => match.Groups[1].Value)
        .Distinct(StringComparer.Ordinal)];

    /// <summary>The bot.</summary>
    /// <exception cref="ArgumentException">The catalogue does not have it; the message says which package does.</exception>
    public BotDescriptor Find() => _bots.Get(Module);

    /// <summary>Whether the catalogue has the bot, and which it is.</summary>
    public bool TryFind([NotNullWhen(true)] out BotDescriptor? bot) => _bots.TryGet(Module, out bot);

    /// <summary>The same with something filled in.</summary>
    internal FeedBot Fill(string placeholder, string value) => this with
    {
        Parameters = ParameterValues.Create(
            Parameters.All.Select(parameter => new ParameterValue(parameter.Name, Filled(parameter.Value, placeholder, value))),
            Parameters.Source),
    };

    /// <inheritdoc/>
    public override string ToString() => Module;

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static JsonElement Filled(JsonElement element, string placeholder, string value)
    {
        string old = element.GetRawText();
        string text = Placeholder().Replace(old, match => match.Groups[1].Value == placeholder ? JsonEncodedText.Encode(value).Value : match.Value);
        return text == old ? element : JsonElement.Parse(text);
    }

    [GeneratedRegex("\\{\\{ (.+?) \\}\\}")]
    private static partial Regex Placeholder();
}
