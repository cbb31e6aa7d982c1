using IntelMQ.Bots;
using IntelMQ.Testing;
using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators.Tests;

public sealed class GeneratedCodeTests
{
    [Fact]
    public void Every_kind_of_parameter_becomes_the_code_beside_this_test()
    {
        Compiled compiled = Compiled.From(Samples.Everything);

        Assert.Empty(compiled.Mistakes);
        Snapshot.VerifyText(string.Join('\n', compiled.Files.OrderBy(static file => file.Name, StringComparer.Ordinal).Select(static file => $"// ==== {file.Name}\n{file.Text}")), "txt");
    }

    [Theory]
    [InlineData(DocumentationMode.None)]
    [InlineData(DocumentationMode.Parse)]
    [InlineData(DocumentationMode.Diagnose)]
    public void The_code_is_the_same_whether_a_documentation_file_is_written_or_not(DocumentationMode comments)
    {
        Compiled compiled = Compiled.From(Samples.Everything, comments);

        Assert.Equal(Compiled.From(Samples.Everything).Files, compiled.Files);
        Assert.DoesNotContain(compiled.Errors, static error => error.Contains(".g.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void The_code_compiles_without_a_warning() => Assert.Empty(Compiled.From(Samples.Everything).Errors);

    [Fact]
    public void What_was_compiled_describes_itself()
    {
        IReadOnlyList<BotDescriptor> bots = Compiled.From(Samples.Everything).Bots();

        Assert.Equal(["example.experts.anything", "example.experts.everything"], bots.Select(static bot => bot.Module));
        Assert.Empty(bots[0].Parameters);
        BotDescriptor everything = bots[1];
        Assert.Equal("Does everything.", everything.Summary);
        Assert.Equal(["example.experts.all"], everything.Aliases);
        Assert.True(everything.IsRetired);
        Assert.Equal(["overwrite", "service_url", "service_key", "service_timeout", "count"], everything.Parameters.Take(5).Select(static parameter => parameter.Name));
        Assert.Equal(Outside.Url, everything.Parameters[1].Rules.Reaches);
        Assert.True(everything.Parameters[2].IsSecret);
        Assert.Equal("How much is said, with a \"quote\", a \\ and a line end.", everything.Parameters.Single(static parameter => parameter.Name == "detail").Rules.Summary);
    }

    [Fact]
    public void A_project_without_declarations_gets_no_code()
    {
        Compiled compiled = Compiled.From("namespace Example; public class Nothing : System.Exception { public int Number { get; set; } }");

        Assert.Empty(compiled.Files);
        Assert.Empty(compiled.Mistakes);
    }

    [Fact]
    public void A_nested_bot_is_written_into_the_classes_around_it()
    {
        Compiled compiled = Compiled.From("""
            using IntelMQ.Bots;
            using IntelMQ.Messages;
            namespace Example;
            public static partial class Outer
            {
                public sealed partial class InnerOptions : BotOptions
                {
                    /// <summary>A number.</summary>
                    public int Number { get; set; }
                }

                /// <summary>Does something.</summary>
                [Bot("example.inner", BotKind.Expert)]
                public sealed partial class Inner : Expert
                {
                    public Inner(InnerOptions options, BotServices services) : base(options, services) { }
                    public override Verdict Process(Event message) => Verdict.Keep;
                }
            }
            """);

        Assert.Empty(compiled.Mistakes);
        Assert.Empty(compiled.Errors);
        Assert.Equal(2, compiled.Files.Count);
    }

    [Fact]
    public void A_constructor_that_is_there_is_not_written_again()
    {
        Compiled compiled = Compiled.From(Samples.With(
            Samples.Options("/// <summary>A number.</summary>\n    public int Number { get; set; }"),
            constructor: "public SampleExpert(SampleOptions options, BotServices services) : base(options, services) { } public SampleExpert(SampleOptions options) : this(options, BotServices.Default) { }"));

        Assert.Empty(compiled.Errors);
    }

    [Fact]
    public void An_edit_elsewhere_makes_nothing_anew()
        => Assert.All(Compiled.AfterEdit(Samples.Everything, "class Other { }"), static reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
}
