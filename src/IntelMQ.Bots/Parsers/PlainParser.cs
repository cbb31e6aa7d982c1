using System.Text.Json.Serialization;

namespace IntelMQ.Bots.Parsers;

/// <summary>Describes parsers without parameters of their own, which share the metadata of <see cref="PlainParserOptions"/>.</summary>
internal static class PlainParser
{
    /// <inheritdoc cref="BotDescriptor.For{TBot, TOptions}"/>
    public static BotDescriptor Describe<TParser>(string module, string summary, Func<PlainParserOptions, BotServices, TParser> factory)
        where TParser : Parser
        => BotDescriptor.For(module, BotKind.Parser, summary, PlainParserJson.Default.PlainParserOptions, factory);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlainParserOptions))]
internal sealed partial class PlainParserJson : JsonSerializerContext;
