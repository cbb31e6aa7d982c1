using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Reads files of rules: a list of objects with <c>rulename</c>, <c>if</c> and <c>then</c>, as JSON or YAML.</summary>
internal static class ModifyRuleFile
{
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <exception cref="FormatException">The rules cannot be used; says which and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static ModifyRule[] Read(string path, bool ignoreCase)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new IOException("it has more than 16 MiB.");
        return Parse(File.ReadAllBytes(path), ignoreCase);
    }

    /// <exception cref="FormatException">The rules cannot be used; says which and why.</exception>
    public static ModifyRule[] Parse(ReadOnlyMemory<byte> text, bool ignoreCase)
    {
        if (text.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            text = text[3..];
        using JsonDocument document = Open(text);
        JsonElement root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Null)
            return [];
        if (root.ValueKind != JsonValueKind.Array)
            throw new FormatException("it must hold a list of rules.");
        var rules = new List<ModifyRule>(root.GetArrayLength());
        var budget = new PatternBudget();
        foreach (JsonElement rule in root.EnumerateArray())
            rules.Add(ParseRule(rule, rules.Count + 1, ignoreCase, budget));
        return [.. rules];
    }

    private static JsonDocument Open(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(JsonUnicode.Repair(text));
        }
        catch (JsonException)
        {
            return JsonDocument.Parse(YamlText.ToJson(Encoding.UTF8.GetString(text.Span)));
        }
    }

    private static ModifyRule ParseRule(JsonElement rule, int number, bool ignoreCase, PatternBudget budget)
    {
        if (rule.ValueKind != JsonValueKind.Object || !rule.TryGetProperty("rulename", out JsonElement rulename))
            throw new FormatException($"rule {number} must be an object with rulename, if and then.");
        string name = rulename.ValueKind == JsonValueKind.String ? rulename.GetString()! : rulename.GetRawText();
        List<JsonProperty> conditions = Members(rule, "if", name);
        List<JsonProperty> actions = Members(rule, "then", name);
        var patterns = new List<KeyValuePair<string, PythonPattern?>>();
        foreach (JsonProperty condition in conditions)
            patterns.Add(new(condition.Name, Pattern(condition, name, ignoreCase, budget)));
        var asked = new HashSet<string>(StringComparer.Ordinal);
        ModifyAction[] done = [.. actions.Select(action => Action(action, name, patterns, asked))];
        return new ModifyRule(name, [.. patterns.Select((pattern, i) => Condition(conditions[i], pattern.Value, asked))], done);
    }

    // Of members with the same name the last one counts, as in Python's dictionaries.
    private static List<JsonProperty> Members(JsonElement rule, string part, string name)
    {
        if (!rule.TryGetProperty(part, out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            throw new FormatException($"rule '{name}' has no object '{part}'.");
        var members = new List<JsonProperty>();
        foreach (JsonProperty member in map.EnumerateObject())
        {
            int at = members.FindIndex(other => other.Name == member.Name);
            if (at >= 0)
                members[at] = member;
            else
                members.Add(member);
        }

        return members;
    }

    private static PythonPattern? Pattern(JsonProperty condition, string rule, bool ignoreCase, PatternBudget budget)
    {
        if (condition.Value.ValueKind != JsonValueKind.String || condition.Value.GetString()!.Length == 0)
            return null;
        PythonRegexOptions flags = ignoreCase ? PythonRegexOptions.IgnoreCase : PythonRegexOptions.None;
        return PythonPattern.TryCompile(condition.Value.GetString()!, flags, budget, out PythonPattern? pattern, out string? error)
            ? pattern
            : throw new FormatException($"rule '{rule}': what stands for {condition.Name} is no regular expression: {error.TrimEnd('.')}.");
    }

    private static ModifyCondition Condition(JsonProperty condition, PythonPattern? pattern, HashSet<string> asked)
    {
        PlainValue? value = condition.Value.ValueKind == JsonValueKind.String ? null : PlainValue.FromJson(condition.Value);
        return new ModifyCondition(condition.Name, pattern, value, asked.Contains(condition.Name));
    }

    private static ModifyAction Action(
        JsonProperty action, string rule, IReadOnlyList<KeyValuePair<string, PythonPattern?>> patterns, HashSet<string> asked)
    {
        if (action.Value.ValueKind != JsonValueKind.String)
            return new ModifyAction(action.Name, null, PlainValue.FromJson(action.Value));
        if (!ModifyTemplate.TryParse(action.Value.GetString()!, patterns, out ModifyTemplate? template, out string? error))
            throw new FormatException($"rule '{rule}', {action.Name}: {error}");
        asked.UnionWith(template.MatchedFields);
        return new ModifyAction(action.Name, template, null);
    }
}
