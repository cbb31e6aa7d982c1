using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators.Tests;

/// <summary>Every way to declare something wrongly has an id and says what to do.</summary>
public sealed class MistakeTests
{
    private static readonly string Plain = Samples.Options("/// <summary>A number.</summary>\n    public int Number { get; set; }");

    public static TheoryData<string, string, string> Mistakes { get; } = new()
    {
        { "IMQ001", "SampleExpert must be a partial class", Samples.With(Plain, bot: "public sealed class SampleExpert : Expert") },
        { "IMQ001", "SampleOptions must be a partial class", Samples.With(Plain.Replace("partial ", "", StringComparison.Ordinal)) },
        { "IMQ001", "AllBots must be a partial class", Samples.With(Plain).Replace("static partial class AllBots", "static class AllBots", StringComparison.Ordinal) },
        { "IMQ002", "must derive from Parser", Samples.With(Plain, """[Bot("example.parser", BotKind.Parser)]""") },
        { "IMQ002", "neither abstract nor generic", Samples.With(Plain, bot: "public abstract partial class SampleExpert : Expert") },
        { "IMQ003", "needs a public constructor (SampleExpertOptions options, BotServices services)", Samples.With(Plain, constructor: "public SampleExpert(SampleOptions options) { }") },
        { "IMQ003", "needs a public constructor", Samples.With(Plain, constructor: "") },
        { "IMQ004", "'Example Expert' is no module path", Samples.With(Plain, """[Bot("Example Expert", BotKind.Expert)]""") },
        { "IMQ004", "'x' is no module path", Samples.With(Plain, """[Bot("example.expert", BotKind.Expert, Aliases = new[] { "x" })]""") },
        { "IMQ005", "has the module path 'example.expert', which", Samples.With(Plain, """[Bot("example.expert", BotKind.Expert, Aliases = new[] { "example.expert" })]""") },
        { "IMQ006", "must say what it does", Samples.With(Plain, comment: "") },
        { "IMQ006", "must say what it does", Samples.With(Plain, comment: "/// <summary>Does something</summary>") },
        { "IMQ006", "must say what it does", Samples.With(Plain, comment: "/// <summary>Does < something.</summary>") },
        { "IMQ007", "SampleOptions.Number is a decimal", Samples.With(Samples.Options("/// <summary>A number.</summary>\n    public decimal Number { get; set; }")) },
        { "IMQ007", "is a List<int>", Samples.With(Samples.Options("/// <summary>Numbers.</summary>\n    public List<int> Numbers { get; set; } = new();")) },
        { "IMQ007", "is a IDictionary<int, string>", Samples.With(Samples.Options("/// <summary>A map.</summary>\n    public IDictionary<int, string> Map { get; set; } = null!;")) },
        { "IMQ008", "SampleOptions.Number needs a <summary>", Samples.With(Samples.Options("public int Number { get; set; }")) },
        { "IMQ009", "SampleOptions.Number needs get and set", Samples.With(Samples.Options("/// <summary>A number.</summary>\n    public int Number { get; init; }")) },
        { "IMQ009", "SampleOptions.Number needs get and set", Samples.With(Samples.Options("/// <summary>A number.</summary>\n    public int Number { get; }")) },
        { "IMQ010", "is the parameter 'number', which SampleOptions.Number is too", Samples.With(Samples.Options("/// <summary>A number.</summary>\n    public int Number { get; set; }\n\n    /// <summary>Another.</summary>\n    [Parameter(\"number\")]\n    public int Other { get; set; }")) },
        { "IMQ011", "SampleOptions.Time is a time span, so it needs [Unit]", Samples.With(Samples.Options("/// <summary>A time.</summary>\n    public TimeSpan Time { get; set; }")) },
        { "IMQ011", "needs [Unit]", Samples.With(Samples.Options("/// <summary>A time.</summary>\n    [Unit(\"fortnights\")]\n    public TimeSpan? Time { get; set; }")) },
        { "IMQ012", "[Range] fits numbers and time spans only", Samples.With(Samples.Options("/// <summary>A text.</summary>\n    [Range(1)]\n    public string Text { get; set; } = \"\";")) },
        { "IMQ012", "[Range] has a smallest value above its largest", Samples.With(Samples.Options("/// <summary>A number.</summary>\n    [Range(2, 1)]\n    public int Number { get; set; }")) },
        { "IMQ012", "[Required] has no effect", Samples.With(Samples.Options("/// <summary>A number.</summary>\n    [Required(\"give it\")]\n    public int Number { get; set; }")) },
        { "IMQ012", "[Required] needs advice without a full stop", Samples.With(Samples.Options("/// <summary>A text.</summary>\n    [Required(\"Give it.\")]\n    public string? Text { get; set; }")) },
        { "IMQ012", "[AllowedValues] fits texts", Samples.With(Samples.Options("/// <summary>A number.</summary>\n    [AllowedValues(\"1\")]\n    public int Number { get; set; }")) },
        { "IMQ012", "[AllowedValues] allows nothing", Samples.With(Samples.Options("/// <summary>A text.</summary>\n    [AllowedValues]\n    public string? Text { get; set; }")) },
        { "IMQ013", "SampleOptions must not be generic, and needs a constructor without parameters", Samples.With(Samples.Options("public SampleOptions(int number) => Number = number;\n\n    /// <summary>A number.</summary>\n    public int Number { get; set; }")) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_wrong_declaration_stops_the_build_and_says_why(string id, string words, string source)
    {
        Diagnostic mistake = Assert.Single(Compiled.From(source).Mistakes);

        Assert.Equal(id, mistake.Id);
        Assert.Equal(DiagnosticSeverity.Error, mistake.Severity);
        Assert.Contains(words, mistake.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("Sample.cs", mistake.Location.GetLineSpan().Path);
    }

    [Fact]
    public void Every_rule_has_a_test()
        => Assert.Equal(Rules.ById.Keys.Order(StringComparer.Ordinal), Mistakes.Select(static row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_module_path_may_begin_with_a_digit()
        => Assert.Empty(Compiled.From(Samples.With(Plain, """[Bot("2nd_reputation.expert", BotKind.Expert)]""")).Mistakes);

    [Fact]
    public void A_parameter_that_a_base_class_has_already_is_named_with_it()
    {
        Diagnostic mistake = Assert.Single(Compiled.From(Samples.With("""
            public partial class BaseOptions : BotOptions
            {
                /// <summary>A number.</summary>
                public int Number { get; set; }
            }

            public sealed partial class SampleOptions : BaseOptions
            {
                /// <summary>Another.</summary>
                [Parameter("Number")]
                public int Other { get; set; }
            }
            """)).Mistakes);

        Assert.Equal("IMQ010", mistake.Id);
        Assert.Contains("which BaseOptions.Number is too", mistake.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_parts_with_one_parameter_are_a_mistake()
    {
        Diagnostic mistake = Assert.Single(Compiled.From(Samples.With("""
            public sealed partial class ServiceOptions : OptionsPart
            {
                /// <summary>A number.</summary>
                public int Number { get; set; }
            }

            public sealed partial class SampleOptions : BotOptions
            {
                public ServiceOptions First { get; } = new();

                public ServiceOptions Second { get; } = new();
            }
            """)).Mistakes);

        Assert.Equal("IMQ010", mistake.Id);
    }
}
