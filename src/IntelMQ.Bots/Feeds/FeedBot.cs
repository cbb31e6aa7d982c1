using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots.Feeds;

/// <summary>A bot that a feed needs, with its parameters.</summary>
public sealed class FeedBot
{
    private readonly Lazy<JsonElement> _parameters;

    internal FeedBot(string module, [StringSyntax(StringSyntaxAttribute.Json)] string parameters)
    {
        Module = module;
        _parameters = new Lazy<JsonElement>(() => JsonElement.Parse(parameters));
    }

    /// <summary>IntelMQ's module path.</summary>
    public string Module { get; }

    /// <summary>
    /// The parameters in IntelMQ's names: a JSON object. What the user must fill in stands between double braces
    /// (<c>{{ your API key }}</c>).
    /// </summary>
    public JsonElement Parameters => _parameters.Value;

    /// <summary>Whether this package has the bot.</summary>
    public bool IsAvailable => BotCatalog.TryGet(Module, out _);

    /// <summary>The names of the parameters that the user must fill in.</summary>
    public IReadOnlyList<string> Placeholders
        => [.. Parameters.EnumerateObject().Where(static parameter => IsPlaceholder(parameter.Value)).Select(static parameter => parameter.Name)];

    /// <inheritdoc/>
    public override string ToString() => Module;

    internal static bool IsPlaceholder(JsonElement value)
        => value.ValueKind == JsonValueKind.String && value.GetString()!.Contains("{{", StringComparison.Ordinal);
}
