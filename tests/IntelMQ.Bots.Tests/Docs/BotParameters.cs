using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>The table of a bot's parameters.</summary>
internal static class BotParameters
{
    public static string Table(BotDescriptor bot)
    {
        BotOptions defaults = bot.NewOptions();
        var own = new StringBuilder();
        var shared = new StringBuilder();
        foreach (ParameterDescriptor parameter in bot.Parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal))
        {
            string row = $"| `{parameter.Name}` | {FormOf(parameter)} | {DefaultOf(parameter, defaults)} | {Cell(parameter.Rules.Summary)} |\n";
            (parameter.DeclaredBy == defaults.GetType() ? own : shared).Append(row);
        }

        if (own.Length + shared.Length == 0)
            return "None.\n";
        return $"| parameter | type | default | meaning |\n| --- | --- | --- | --- |\n{own}{shared}";
    }

    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private static string FormOf(ParameterDescriptor parameter)
    {
        string words = parameter.Words;
        foreach (string article in (string[])["a ", "an "])
            words = words.StartsWith(article, StringComparison.Ordinal) ? words[article.Length..] : words;
        if (words.StartsWith("one of ", StringComparison.Ordinal))
            words = $"one of {Quoted(words["one of ".Length..].Split(", "))}";
        if (parameter.Rules.AllowedValues is { Count: > 0 } allowed)
            words = $"{words}: {Quoted(allowed)}";
        if (parameter.Rules.Unit is { } unit && !words.Contains(unit, StringComparison.Ordinal))
            words = $"{words} of {unit}";
        return Cell(parameter.Rules.Required is null ? words : $"{words}; required") + RangeOf(parameter.Rules);
    }

    private static string RangeOf(ParameterRules rules)
    {
        var limits = new List<string>();
        if (double.IsFinite(rules.Minimum))
            limits.Add(string.Create(CultureInfo.InvariantCulture, $"{(rules.MinimumIsExclusive ? "above" : "from")} {rules.Minimum}"));
        if (double.IsFinite(rules.Maximum) && rules.Maximum != int.MaxValue)
            limits.Add(string.Create(CultureInfo.InvariantCulture, $"to {rules.Maximum}"));
        return limits.Count == 0 ? "" : $", {string.Join(" ", limits)}";
    }

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(static word => $"`{word}`"));

    private static string DefaultOf(ParameterDescriptor parameter, BotOptions defaults)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            parameter.TryWriteValue(writer, defaults);
        string json = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return json is "null" ? "" : json is "\"\"" or "[]" or "{}" ? "empty" : $"`{Cell(json)}`";
    }
}
