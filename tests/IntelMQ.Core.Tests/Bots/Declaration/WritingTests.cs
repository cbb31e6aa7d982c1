using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Core.Tests.Bots.Declaration;

public sealed class WritingTests
{
    [Fact]
    public void Defaults_are_not_written() => Assert.Equal("{}", Written.All(new DeclaredOptions()));

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var options = new DeclaredOptions
        {
            Flag = false,
            Count = 9,
            Limit = null,
            Ratio = 0.1,
            Time = TimeSpan.FromMilliseconds(1500),
            Interval = TimeSpan.FromHours(1),
            Detail = Detail.All,
            Mode = "replace",
            File = "events.jsonl",
            Field = Fields.Source.Fqdn,
            Keys = ["raw"],
            Texts = ["a", "b"],
            Numbers = [200, -1],
            Map = new TextMap([new("ä", "\"")]),
            Value = 5,
            Values = new Dictionary<string, PlainValue> { ["a"] = "x", ["b"] = true },
            Flags = [true],
        };
        string written = Written.All(options);
        using var document = JsonDocument.Parse(written);

        var read = (DeclaredOptions)DeclaredExpert.Descriptor.ReadOptions(document.RootElement, ParameterSource.Configuration, []);

        Assert.Equal(written, Written.All(read));
        Assert.Equal(17, document.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public void A_secret_is_never_written_but_a_reference_to_it_is()
    {
        Environment.SetEnvironmentVariable("INTELMQ_SAMPLE_KEY", "hush");
        using var document = JsonDocument.Parse("""{"service_key": "${env:INTELMQ_SAMPLE_KEY}"}""");

        var read = (DeclaredOptions)DeclaredExpert.Descriptor.ReadOptions(document.RootElement, ParameterSource.Configuration, []);

        Assert.Equal("hush", read.Service.ServiceKey!.Reveal());
        Assert.Equal("""{"service_key":"${env:INTELMQ_SAMPLE_KEY}"}""", Written.All(read));
        read.Service.ServiceKey = new Secret("hush");
        Assert.Equal("{}", Written.All(read));
    }

    [Fact]
    public void The_schema_says_what_the_declaration_says()
        => Snapshot.VerifyText(DeclaredExpert.Descriptor.ToJsonSchema(), "json");
}
