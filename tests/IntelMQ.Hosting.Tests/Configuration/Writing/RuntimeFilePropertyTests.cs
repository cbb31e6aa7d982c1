using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Configuration.Writing;

public sealed class RuntimeFilePropertyTests
{
    private static readonly string[] Values =
    [
        "null", "true", "5", "-1.5", "\"text\"", "\"a: b # c\"", "\"\"", "\"yes\"", "\"it's\"", "\"\\\"\"", "\"a\\nb\\t\\u0001é\\u2028\"", "\"007\"", "[]", "[1, \"x\", null]", "[{\"a\": [1]}]",
        "{}", "{\"a\": 1}", "{\"a\": {\"b\": [\"c\", {}]}, \"d e\": \"f\"}", "\" padded \"", "\"*alias\"", "\"{x}\"", "\"@\"", "\"~\"", "\"\\\\d+\"",
    ];

    [Fact]
    public void After_changes_the_file_means_what_was_asked_for_and_all_other_lines_are_the_same()
        => Check.One(Fuzz.Cases(300), Prop.ForAll<PositiveInt>(static seed => IsAsAskedFor(seed.Get)));

    [Fact]
    public void The_difference_of_two_definitions_makes_of_the_file_of_one_that_of_the_other()
        => Check.One(Fuzz.Cases(100), Prop.ForAll<PositiveInt>(static seed => IsTheOther(seed.Get)));

    [Fact]
    public void No_text_breaks_it()
        => Check.One(Fuzz.Cases(300), Prop.ForAll<string?, string?>(static (text, name) => DoesNotBreak(text, name)));

    [Fact]
    public void Every_text_is_read_back_as_it_was_set()
        => Check.One(Fuzz.Cases(500), Prop.ForAll<string>(static text =>
        {
            RuntimeFile file = RuntimeFile.Parse("a:\n  x: 1\n");
            string value = new([.. (text ?? "").Where(static letter => !char.IsSurrogate(letter) && letter != '\uFFFE' && letter != '\uFFFF')]);
            file.SetSetting("a", "x", DocumentNode.OfText(value, null));
            return YamlTree.Read(file.Text, null, out _)!.Entries[0].Value.Entries[0].Value is { Kind: DocumentKind.Text } read && read.Text == value;
        }));

    private static bool IsAsAskedFor(int seed)
    {
        var random = new System.Random(seed);
        string text = Make(random);
        RuntimeFile file = RuntimeFile.Parse(text);
        DocumentNode model = file.Root;
        var touched = new HashSet<string>();
        for (int step = random.Next(1, 6); step > 0; step--)
        {
            string bot = $"bot-{random.Next(3)}";
            string parameter = $"p{random.Next(7)}";
            DocumentNode? value = random.Next(4) == 0 ? null : RuntimeFileTests.Json(Values[random.Next(Values.Length)]);
            file.SetParameter(bot, parameter, value);
            model = DocumentTree.With(model, [bot, "parameters", parameter], value);
            touched.Add($"{bot} {parameter} ");
        }

        DocumentNode read = YamlTree.Read(file.Text, null, out _)!;
        string[] kept = [.. text.Split('\n').Where(line => line.Contains('#', StringComparison.Ordinal) && !touched.Any(mark => line.Contains($"# {mark}", StringComparison.Ordinal)))];
        string[] now = [.. file.Text.Split('\n')];
        return DocumentTree.AreSame(read, model, isOrdered: false) && IsPart(kept, now);
    }

    private static bool IsTheOther(int seed)
    {
        var random = new System.Random(seed);
        PipelineDefinition before = Of(Make(random));
        string text = Make(random);
        PipelineDefinition after = Of(text);
        RuntimeFile file = RuntimeFile.Parse(Make(new System.Random(seed)));
        file.Apply(before, after);
        return Of(file.Text).Diff(after).IsEmpty && file.Text.Contains("# bot-0 module", StringComparison.Ordinal);
    }

    private static bool DoesNotBreak(string? text, string? name)
    {
        try
        {
            RuntimeFile file = RuntimeFile.Parse(text ?? "");
            if (file.Bots.Count > 0)
                file.SetSetting(file.Bots[0], string.IsNullOrEmpty(name) ? "x" : name, DocumentNode.OfText(text ?? "", null));
        }
        catch (PipelineConfigurationException exception)
        {
            return exception.Complaints.Count > 0;
        }

        return true;
    }

    // Each line says whose it is.
    private static string Make(System.Random random)
    {
        string newLine = random.Next(4) == 0 ? "\r\n" : "\n";
        string indent = new(' ', random.Next(1, 5));
        var text = new StringBuilder();
        for (int bot = 0; bot < 3; bot++)
        {
            text.Append(CultureInfo.InvariantCulture, $"bot-{bot}:   # bot-{bot}{newLine}{indent}module: intelmq.bots.experts.taxonomy.expert  # bot-{bot} module {newLine}");
            text.Append(CultureInfo.InvariantCulture, $"{indent}parameters:{newLine}{indent}{indent}fixed: 1  # bot-{bot} fixed {newLine}");
            for (int parameter = 0; parameter < 5; parameter++)
            {
                string mark = $" # bot-{bot} p{parameter} ";
                string inner = indent + indent;
                text.Append(inner).Append(CultureInfo.InvariantCulture, $"p{parameter}:");
                text.Append(random.Next(8) switch
                {
                    0 => $"{mark}{newLine}",
                    1 => $" text{mark}{newLine}",
                    2 => $" 'it''s'{mark}{newLine}",
                    3 => $"{mark}{newLine}{inner}- a{mark}{newLine}{inner}- b: 1{mark}{newLine}{inner}  c: 2{mark}{newLine}",
                    4 => $"{mark}{newLine}{inner} - a{mark}{newLine}{inner} - \"q\"{mark}{newLine}",
                    5 => $"{mark}{newLine}{inner}{indent}a: {{x: 1, y: [1, 2]}}{mark}{newLine}{inner}{indent}b:{mark}{newLine}{inner}{indent} c: d{mark}{newLine}",
                    6 => $" |{newLine}{inner} text of {newLine}{inner} more lines{newLine}",
                    _ => $" {{a: 1,{newLine}{inner} b: {{}}}}{mark}{newLine}",
                });
            }

            if (random.Next(2) == 0)
                text.Append(CultureInfo.InvariantCulture, $"{newLine}# between {bot}{newLine}");
        }

        // A text in lines of its own would be another one without the last line break.
        string made = text.ToString();
        return random.Next(4) == 0 && !made.EndsWith($"lines{newLine}", StringComparison.Ordinal) ? made[..^newLine.Length] : made;
    }

    private static PipelineDefinition Of(string text) => RuntimeConfiguration.Parse(text, null, new Dictionary<string, string>()).ToDefinition(StandardBots.All);

    private static bool IsPart(string[] kept, string[] now)
    {
        int at = 0;
        foreach (string line in kept)
        {
            at = Array.IndexOf(now, line, at) + 1;
            if (at == 0)
                return line.Length == 0;
        }

        return true;
    }
}
