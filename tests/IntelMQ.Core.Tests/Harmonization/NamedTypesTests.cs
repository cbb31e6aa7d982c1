using System.Text;

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
    public void Tlp_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new TlpType(), value));

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
        Assert.False(TypeTester.IsValid(new TlpType(), "\"TLP:RED\""));
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
