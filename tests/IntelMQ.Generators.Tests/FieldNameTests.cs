using IntelMQ.Generators.FieldNames;
using IntelMQ.Schemas;
using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators.Tests;

/// <summary>A field's name in quotes is looked at by the compiler.</summary>
public sealed class FieldNameTests
{
    private static async Task<string[]> WarningsOf(string statements)
        => [.. (await Compiled.Analyzed($$"""
            using IntelMQ.Messages;
            using IntelMQ.Schemas;
            public static class Sample
            {
                private const string Constant = "source.asm";
                public static void Run(Event message) { {{statements}} }
            }
            """)).Select(static warning => $"{warning.Id} {warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];

    [Theory]
    [InlineData("message.GetString(\"source.prot\");", "source.prot", "source.port")]
    [InlineData("message[\"soruce.ip\"] = \"192.0.2.7\";", "soruce.ip", "source.ip")]
    [InlineData("_ = message[\"classification.typ\"];", "classification.typ", "classification.type")]
    [InlineData("message.Set(\"Source.Ip\", \"192.0.2.7\");", "Source.Ip", "source.ip")]
    [InlineData("message.TryAdd(\"malware.nam\", \"a\");", "malware.nam", "malware.name")]
    [InlineData("message.SetIfAbsent(\"comments\", \"a\");", "comments", "comment")]
    [InlineData("message.Remove(\"feed.nam\");", "feed.nam", "feed.name")]
    [InlineData("message.Contains(Constant);", "source.asm", "source.asn")]
    [InlineData("message.GetString(\"extra.Count\");", "extra.Count", "extra.count")]
    [InlineData("message.GetString(\"exta.count\");", "exta.count", "extra.count")]
    [InlineData("Schema.Default.Key(\"time.sorce\");", "time.sorce", "time.source")]
    public async Task A_misspelt_name_is_warned_of_with_the_nearest_one(string statement, string name, string nearest)
        => Assert.Equal([$"IMQ101 '{name}' is not the name of a field; did you mean '{nearest}'?"], await WarningsOf(statement));

    [Theory]
    [InlineData("message.GetString(\"source.ip\");")]
    [InlineData("message.GetString(\"extra.whatever_it_is\");")]
    [InlineData("message.Remove(\"extra\");")]
    [InlineData("message.GetString(\"company.department\");")]
    [InlineData("message.GetString(message.ToString());")]
    [InlineData("message.Set(\"comment\", \"source.prot\");")]
    [InlineData("var own = new Field<string>(\"source.ports\", FieldCodec.String); message.GetString(\"source.ports\");")]
    public async Task Names_that_are_right_or_may_be_of_another_schema_are_not(string statement) => Assert.Empty(await WarningsOf(statement));

    [Fact]
    public void The_names_are_those_of_the_schema()
        => Assert.Equal(Schema.Default.Definitions.Select(static definition => definition.Name), BuiltInNames.All.Order(StringComparer.Ordinal));
}
