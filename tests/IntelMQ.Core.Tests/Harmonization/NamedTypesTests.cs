using System.Diagnostics.Metrics;
using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Harmonization;

public class NamedTypesTests
{
    [Theory]
    [InlineData("\"ripe\"", "'RIPE'")]
    [InlineData("\" RIPE-NCC\"", "'RIPE'")]
    [InlineData("\"RipeNcc\"", "'RIPE'")]
    [InlineData("\"arın\"", "'ARIN'")]
    [InlineData("\"RIPE NCC\"", null)]
    [InlineData("\"other\"", null)]
    [InlineData("5", null)]
    public void Registry_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new RegistryType(), value));

    [Theory]
    [InlineData("\"TLP:RED\"", "'RED'")]
    [InlineData("\"tlp amber \"", "'AMBER'")]
    [InlineData("\"tlpamber\"", "'AMBER'")]
    [InlineData("\"TLP: green\"", "'GREEN'")]
    [InlineData("\"yellow\"", "'AMBER'")]
    [InlineData("\"White\"", "'WHITE'")]
    [InlineData("\"CLEAR\"", null)]
    [InlineData("\"AMBER+STRICT\"", null)]
    [InlineData("\"TLP :RED\"", null)]
    [InlineData("\"TLP:TLP:RED\"", null)]
    [InlineData("\"TLP:\"", null)]
    [InlineData("null", null)]
    public void Tlp_of_IntelMQ_33_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new Tlp33Type(), value));

    [Theory]
    [InlineData("\"TLP:CLEAR\"", "'CLEAR'", "WHITE")]
    [InlineData("\"clear\"", "'CLEAR'", "WHITE")]
    [InlineData("\"TLP: White\"", "'WHITE'", "WHITE")]
    [InlineData("\"tlp:green\"", "'GREEN'", "GREEN")]
    [InlineData("\"amber\"", "'AMBER'", "AMBER")]
    [InlineData("\"yellow\"", "'AMBER'", "AMBER")]
    [InlineData("\"TLP:AMBER+STRICT\"", "'AMBER+STRICT'", "RED")]
    [InlineData("\"amber strict\"", "'AMBER+STRICT'", "RED")]
    [InlineData("\"Amber-Strict\"", "'AMBER+STRICT'", "RED")]
    [InlineData("\"red\"", "'RED'", "RED")]
    [InlineData("\"TLP:PURPLE\"", "'RED'", "RED")]
    [InlineData("\"TLP:EX:CHR\"", "'RED'", "RED")]
    [InlineData("\"GREEN or AMBER\"", "'RED'", "RED")]
    [InlineData("5", "'RED'", "RED")]
    [InlineData("[\"GREEN\"]", "'RED'", "RED")]
    [InlineData("null", null, null)]
    public void Tlp_becomes(string value, string? expected, string? in33)
    {
        Assert.Equal(expected, TypeTester.Convert(new TlpType(), value));
        var message = new Event(Schema.IntelMQ33);
        message.Set(Fields.Tlp, TypeTester.Value(value));
        Assert.Equal(in33, message[Fields.Tlp]);
    }

    [Theory]
    [InlineData("CLEAR", "CLEAR", "WHITE")]
    [InlineData("AMBER+STRICT", "AMBER+STRICT", "RED")]
    [InlineData("TLP:OCHRE", "RED", "RED")]
    public void A_label_does_not_cost_the_event(string label, string expected, string in33)
    {
        byte[] json = Encoding.UTF8.GetBytes($$"""{"source.ip": "192.0.2.1", "tlp": "{{label}}"}""");
        Assert.True(Event.TryParse(json, Schema.Default, out Event? message, out _));
        Assert.Equal(expected, message[Fields.Tlp]);
        Assert.True(Event.TryParse(json, Schema.IntelMQ33, out message, out _));
        Assert.Equal(in33, message[Fields.Tlp]);
    }

    [Fact]
    public void Labels_that_are_not_known_are_counted()
    {
        long counted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, meters) =>
        {
            if (instrument.Name == "intelmq.tlp.unknown")
                meters.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref counted, measurement));
        listener.Start();
        TypeTester.Convert(new TlpType(), "\"TLP:PURPLE\"");
        Assert.True(Interlocked.Read(ref counted) >= 1);
    }

    [Theory]
    [InlineData("\" Fraud \"", "'fraud'")]
    [InlineData("\"Abusive Content\"", "'abusive-content'")]
    [InlineData("\"information gathering\"", "'information-gathering'")]
    [InlineData("\"intrusion attempts\"", "'intrusion-attempts'")]
    [InlineData("\"malicious code\"", "'malicious-code'")]
    [InlineData("\"information content security\"", null)]
    [InlineData("\"foo\"", null)]
    public void Taxonomy_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new ClassificationTaxonomyType(), value));

    [Theory]
    [InlineData("\"Phishing\"", "'phishing'")]
    [InlineData("\" Botnet Drone\"", "'infected-system'")]
    [InlineData("\"C&C\"", "'c2-server'")]
    [InlineData("\"c2server\"", "'c2-server'")]
    [InlineData("\"vulnerable service\"", "'vulnerable-system'")]
    [InlineData("\"defacement\"", "'unauthorised-information-modification'")]
    [InlineData("\"dropzone\"", "'other'")]
    [InlineData("\"unknown\"", "'undetermined'")]
    [InlineData("\"foo\"", null)]
    [InlineData("1", null)]
    public void Type_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new ClassificationTypeType(), value));

    [Fact]
    public void Names_are_valid_as_they_stand_and_nothing_else()
    {
        foreach (string name in ClassificationType.All)
            Assert.True(TypeTester.IsValid(new ClassificationTypeType(), $"\"{name}\""));
        Assert.False(TypeTester.IsValid(new ClassificationTypeType(), "\"Phishing\""));
        Assert.False(TypeTester.IsValid(new ClassificationTypeType(), "\"botnet drone\""));
        Assert.False(TypeTester.IsValid(new Tlp33Type(), "\"TLP:RED\""));
        Assert.False(TypeTester.IsValid(new RegistryType(), "\"RIPE-NCC\""));
    }

    [Fact]
    public void There_are_44_types_and_11_taxonomies()
    {
        Assert.Equal(44, ClassificationType.All.Distinct().Count());
        Assert.Equal(11, ClassificationTaxonomy.All.Distinct().Count());
        Assert.Equal(ClassificationType.All.Order(StringComparer.Ordinal), ClassificationType.All);
    }

    [Theory]
    [InlineData(ClassificationType.Phishing, ClassificationTaxonomy.Fraud)]
    [InlineData(ClassificationType.C2Server, ClassificationTaxonomy.MaliciousCode)]
    [InlineData(ClassificationType.Test, ClassificationTaxonomy.Test)]
    [InlineData(ClassificationType.Blacklist, ClassificationTaxonomy.Other)]
    [InlineData("no such type", ClassificationTaxonomy.Other)]
    [InlineData("", ClassificationTaxonomy.Other)]
    public void Every_type_has_a_taxonomy(string type, string taxonomy)
    {
        Assert.Equal(taxonomy, ClassificationTaxonomy.Of(type));
        Assert.Equal(taxonomy, Encoding.UTF8.GetString(ClassificationTaxonomy.Of(Encoding.UTF8.GetBytes(type))));
    }
}
