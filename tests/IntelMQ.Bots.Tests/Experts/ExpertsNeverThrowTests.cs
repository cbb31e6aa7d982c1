using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Experts;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class ExpertsNeverThrowTests
{
    private static readonly Expert[] Experts =
    [
        new DeduplicatorExpert(new DeduplicatorExpertOptions()),
        new FieldReducerExpert(new FieldReducerExpertOptions { Type = FilterType.Whitelist, Keys = ["extra", "source.ip"] }),
        new FilterExpert(new FilterExpertOptions { FilterKey = "extra", FilterValue = "[a-f]+$", FilterAction = "keep", FilterRegex = true, NotBefore = "1 day" }),
        new FilterExpert(new FilterExpertOptions { FilterKey = "extra.a", FilterValue = 5, FilterAction = "drop" }),
        new Rfc1918Expert(new Rfc1918ExpertOptions { Fields = ["extra.ip", "extra.url", "extra.fqdn", "extra.asn"], Policy = ["del", "del", "del", "del"] }),
        new CsvConverterExpert(new CsvConverterExpertOptions { FieldNames = ["extra", "extra.a", "comment", "source.url"] }),
        new FormatFieldExpert(new FormatFieldExpertOptions { StripColumns = ["extra.a", "extra.url"], ReplaceColumn = "extra.a", OldValue = "", NewValue = "x", ReplaceCount = -1, SplitColumn = "extra.a", SplitSeparator = "x" }),
        new RemoveAffixExpert(new RemoveAffixExpertOptions { Field = "extra.url", Affix = "http://" }),
        new ThresholdExpert(new ThresholdExpertOptions { Threshold = 1 }),
        new TruncateByDelimiterExpert(new TruncateByDelimiterExpertOptions { Field = "extra.a", MaxLength = 1 }),
        new UrlExpert(new UrlExpertOptions { Overwrite = true }),
        new Url2FqdnExpert(new Url2FqdnExpertOptions { Overwrite = true }),
    ];

    [Fact]
    public void Whatever_an_event_holds_no_expert_throws()
    {
        Gen<string> text = ArbMap.Default.GeneratorFor<string>().Where(static value => value is not null);
        Gen<string> value = Gen.OneOf(
            text.Select(static value => JsonSerializer.Serialize(value)),
            text.Select(static value => JsonSerializer.Serialize("http://" + value)),
            Gen.Elements("null", "true", "-1", "1e400", "99999999999999999999", "0.5", "[]", "{\"a\": [1]}", "\"10.0.0.1\"", "\"http://[::1]:80/\"", "\"\""));
        Gen<string> name = Gen.Elements("extra.ip", "extra.url", "extra.fqdn", "extra.asn", "extra.a", "extra.a.b", "source.url", "destination.url", "comment", "time.source", "source.ip");
        Gen<(string, string)[]> fields = Gen.Zip(name, value).ArrayOf();

        Prop.ForAll(fields.ToArbitrary(), static members =>
        {
            foreach (Expert expert in Experts)
            {
                var message = new Event(Schema.Default);
                foreach ((string name, string json) in members)
                {
                    using var document = JsonDocument.Parse(json);
                    message.Set(name, PlainValue.FromJson(document.RootElement).Value);
                }

                expert.Process(message);
                message.ToJson();
            }
        }).Check(Fuzz.Quick);
    }
}
