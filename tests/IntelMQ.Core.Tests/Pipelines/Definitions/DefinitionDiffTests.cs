using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Tests;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class DefinitionDiffTests
{
    private static readonly PipelineDefinition Before = DefinitionSamples.Read("""
        {
          "global": {"code": "a", "provider": "x"},
          "bots": {
            "one": {"module": "m.one", "parameters": {"code": "own", "password": "secret", "map": {"a": 1, "b": 2}}, "destinations": ["two", "three"]},
            "two": {"module": "m.two"},
            "three": {"module": "m.three"}
          }
        }
        """);

    [Fact]
    public void A_definition_does_not_differ_from_itself()
        => Check.One(Fuzz.Quick, Prop.ForAll(DefinitionSamples.Any.ToArbitrary(), static definition => definition.Diff(definition).IsEmpty));

    [Fact]
    public void There_is_no_difference_exactly_where_two_are_equal()
        => Check.One(Fuzz.Cases(500), Prop.ForAll(DefinitionSamples.Any.ToArbitrary(), DefinitionSamples.Any.ToArbitrary(), static (a, b) =>
            a.Diff(b).IsEmpty == (a with { Bots = [.. a.Bots.OrderBy(static bot => bot.Id, StringComparer.Ordinal)] }).Equals(b with { Bots = [.. b.Bots.OrderBy(static bot => bot.Id, StringComparer.Ordinal)] })));

    [Fact]
    public void What_is_added_there_is_removed_the_other_way()
        => Check.One(Fuzz.Cases(500), Prop.ForAll(DefinitionSamples.Any.ToArbitrary(), DefinitionSamples.Any.ToArbitrary(), static (a, b) =>
        {
            DefinitionDiff there = a.Diff(b);
            DefinitionDiff back = b.Diff(a);
            return there.Added.SequenceEqual(back.Removed) && there.Removed.SequenceEqual(back.Added) && there.Settings.SequenceEqual(back.Settings)
                && there.Changed.Select(static change => change.Id).ToHashSet().SetEquals(back.Changed.Select(static change => change.Id));
        }));

    [Fact]
    public void Bots_come_and_go()
    {
        DefinitionDiff diff = Before.Diff(Before with { Bots = [Before.Bots[0], Before.Bots[2], new BotDefinition { Id = "four" }] });
        Assert.Equal(["four"], diff.Added.Select(static bot => bot.Id));
        Assert.Equal(["two"], diff.Removed.Select(static bot => bot.Id));
        Assert.Empty(diff.Changed);
    }

    [Fact]
    public void A_bot_that_only_moved_has_not_changed() => Assert.True(Before.Diff(Before with { Bots = [.. Before.Bots.Reverse()] }).IsEmpty);

    public static TheoryData<string, BotDefinition> Changes { get; } = new()
    {
        { "one: module", Before.Bots[0] with { Module = "m.other" } },
        { "one: parameters (password)", Before.Bots[0] with { Parameters = Before.Bots[0].Parameters.With("password", DefinitionSamples.Json("\"other\"")) } },
        { "one: parameters (code)", Before.Bots[0] with { Parameters = Before.Bots[0].Parameters.Without("code") } },
        { "one: parameters (map)", Before.Bots[0] with { Parameters = Before.Bots[0].Parameters.With("map", DefinitionSamples.Json("""{"b": 2, "a": 1}""")) } },
        { "one: destinations", Before.Bots[0] with { Destinations = [new(BotPath.Default, "two")] } },
        { "one: placement", Before.Bots[0] with { Instances = 2 } },
        { "one: placement", Before.Bots[0] with { Retry = new RetryPolicy() } },
        { "one: schedule", Before.Bots[0] with { CollectInterval = TimeSpan.FromHours(1) } },
        { "one: enabled", Before.Bots[0] with { IsEnabled = false } },
        { "one: description", Before.Bots[0] with { Name = "One" } },
        { "one: destinations, placement", Before.Bots[0] with { Destinations = [], PartitionBy = "source.ip" } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_changed_in_a_bot_is_named_without_values(string text, BotDefinition after)
    {
        DefinitionDiff diff = Before.Diff(Before with { Bots = [after, .. Before.Bots.Skip(1)] });
        Assert.Equal(text, diff.ToString());
    }

    [Fact]
    public void Destinations_say_what_is_new_and_what_is_gone()
    {
        BotDefinition after = Before.Bots[0] with { Destinations = [new(BotPath.Default, "three"), new("other", "two")] };
        BotChange change = Assert.Single(Before.Diff(Before with { Bots = [after, .. Before.Bots.Skip(1)] }).Changed);
        Assert.Equal([new BotDestination("other", "two")], change.Connected);
        Assert.Equal([new BotDestination(BotPath.Default, "two")], change.Disconnected);
    }

    [Fact]
    public void A_global_parameter_changes_the_bots_that_do_not_set_it()
    {
        DefinitionDiff diff = Before.Diff(Before with { Parameters = ParameterValues.Parse("""{"code": "b", "provider": "x"}""") });
        Assert.Equal("code", Assert.Single(diff.Parameters).Name);
        Assert.Equal(["two", "three"], diff.Changed.Select(static change => change.Id));
        Assert.All(diff.Changed, static change => Assert.Equal("\"b\"", Assert.Single(change.Parameters).After!.Value.GetRawText()));
    }

    [Fact]
    public void Settings_of_the_pipeline_are_named()
        => Assert.Equal(["Id", "BatchSize", "Retry"], Before.Diff(Before with { Id = "x", BatchSize = 1, Retry = new RetryPolicy() }).Settings);

    [Fact]
    public void A_factory_in_code_is_the_same_as_long_as_it_is_the_same_code()
    {
        static PipelineDefinition Make(Func<BotServices, Parser> factory)
            => Pipeline.Create(p => p.Collect(static _ => new ListCollector()).Parse(factory).Output(static _ => new ListOutput())).Definition;

        Func<BotServices, Parser> parser = static _ => new LineParser();
        PipelineDefinition before = Make(parser);
        Assert.True(before.Diff(Make(parser)).IsEmpty);
        Assert.Equal("line-parser: module", before.Diff(Make(static services => new LineParser())).ToString());
    }
}
