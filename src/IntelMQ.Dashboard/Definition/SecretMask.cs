using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Dashboard.Definition;

/// <summary>
/// Keeps secrets of a configuration from being read: they go out as <see cref="Mask"/>, and where that comes back the value of the file stays. A
/// reference such as <c>${env:NAME}</c> is no secret.
/// </summary>
internal sealed class SecretMask(BotCatalog bots)
{
    /// <summary>What stands for a secret that is set.</summary>
    public const string Mask = "********";

    private const string Global = "global";
    private const string Parameters = "parameters";

    private static readonly string[] Words = ["password", "passphrase", "secret", "token", "api_key", "apikey", "private_key", "http_header"];

    /// <summary>The document with masks in place of secrets.</summary>
    public DocumentNode Hide(DocumentNode root) => Map(root, (bot, settings) => Change(bot, settings, (name, value) => IsHidden(ModuleOf(settings), name, value) ? DocumentNode.OfText(Mask, null) : value));

    /// <summary>The document with the secrets of another in place of masks.</summary>
    public static DocumentNode Fill(DocumentNode root, DocumentNode present)
        => Map(root, (bot, settings) => Change(bot, settings, (name, value) => IsMask(value) && Find(present, bot, name) is { } kept ? kept : value));

    /// <summary>The bots and parameters where a mask stands though the file has no value.</summary>
    public static IEnumerable<(string Bot, string Parameter)> Left(DocumentNode root)
        => from bot in root.Entries
           from parameter in ParametersOf(bot.Name, bot.Value)
           where IsMask(parameter.Value)
           select (bot.Name, parameter.Name);

    /// <summary>Whether a parameter's value is not to be shown.</summary>
    public bool IsSecret(string module, string name)
        => (bots.TryGet(module, out BotDescriptor? known) && known.Parameters.FirstOrDefault(one => one.Name == name) is { } parameter && parameter.IsSecret)
            || Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private bool IsHidden(string module, string name, DocumentNode value)
        => value.Kind != DocumentKind.Null && !(value.Kind == DocumentKind.Text && (value.Text.Length == 0 || IsReference(value.Text))) && IsSecret(module, name);

    private static bool IsReference(string text) => text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}') && text.IndexOf('}', StringComparison.Ordinal) == text.Length - 1;

    private static bool IsMask(DocumentNode value) => value is { Kind: DocumentKind.Text, Text: Mask };

    private static string ModuleOf(DocumentNode settings) => settings.Entries.LastOrDefault(static entry => entry.Name == "module")?.Value.Text ?? "";

    private static IEnumerable<DocumentEntry> ParametersOf(string bot, DocumentNode settings)
        => bot == Global ? settings.Entries : settings.Entries.LastOrDefault(static entry => entry.Name == Parameters)?.Value.Entries ?? [];

    private static DocumentNode? Find(DocumentNode root, string bot, string name)
        => root.Entries.LastOrDefault(entry => entry.Name == bot) is { } found ? ParametersOf(bot, found.Value).LastOrDefault(entry => entry.Name == name)?.Value : null;

    private static DocumentNode Map(DocumentNode root, Func<string, DocumentNode, DocumentNode> change)
        => DocumentNode.OfMap(root.Entries.Select(entry => entry.Value.Kind == DocumentKind.Map ? entry with { Value = change(entry.Name, entry.Value) } : entry), root.Place);

    private static DocumentNode Change(string bot, DocumentNode settings, Func<string, DocumentNode, DocumentNode> change)
    {
        if (bot == Global)
            return Each(settings, change);
        return DocumentNode.OfMap(settings.Entries.Select(entry => entry is { Name: Parameters, Value.Kind: DocumentKind.Map } ? entry with { Value = Each(entry.Value, change) } : entry), settings.Place);
    }

    private static DocumentNode Each(DocumentNode map, Func<string, DocumentNode, DocumentNode> change)
        => DocumentNode.OfMap(map.Entries.Select(entry => entry with { Value = change(entry.Name, entry.Value) }), map.Place);
}
