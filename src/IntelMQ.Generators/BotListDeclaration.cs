using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>Reads a class with a <c>[BotList]</c> attribute; the bots come when all are known.</summary>
internal sealed record BotListDeclaration(string HintName, string Before, string After, EquatableArray<Mistake> Mistakes)
{
    private const string Bots = "<bots>";

    public static BotListDeclaration Read(INamedTypeSymbol type)
    {
        var mistakes = new List<Mistake>();
        if (CodeFile.NotPartial(type) is { } notPartial)
            mistakes.Add(Mistake.At(Rules.NotPartial, notPartial, notPartial.Name));
        string[] parts = CodeFile.Write(
            type,
            [
                "/// <summary>All bots of the project, sorted by module path.</summary>",
                "public static global::System.Collections.Generic.IReadOnlyList<global::IntelMQ.Bots.BotDescriptor> All { get; } = new global::IntelMQ.Bots.BotDescriptor[]",
                "{",
                Bots,
                "};",
            ]).Split([Bots], StringSplitOptions.None);
        return new BotListDeclaration(CodeFile.HintName(type, "All"), parts[0], parts[1], new EquatableArray<Mistake>([.. mistakes]));
    }

    public string Write(IEnumerable<ListedBot> bots)
        => $"{Before.TrimEnd(' ')}{string.Join("\n", bots.OrderBy(static bot => bot.Module, StringComparer.Ordinal).Select(static bot => $"        {bot.FullName}.Descriptor,"))}{After}";
}
