using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Schemas;

public sealed class SchemaTests
{
    [Fact]
    public void IntelMQ_33_has_82_fields_and_the_default_adds_six()
    {
        // The field extra is always there and not listed.
        Assert.Equal(81, Schema.IntelMQ33.Definitions.Count);
        Assert.Equal(9, Schema.IntelMQ33.Definitions.Count(static definition => definition.InReports));
        Assert.Equal(
            ["product.full_name", "product.name", "product.vendor", "product.version", "product.vulnerabilities", "severity"],
            Schema.Default.Definitions.Select(static definition => definition.Name).Except(Schema.IntelMQ33.Definitions.Select(static definition => definition.Name)));
    }

    [Fact]
    public void Every_built_in_key_reads_a_field_of_the_schema()
    {
        Assert.Equal("source.geolocation.cymru_cc", Fields.Source.CymruCc.Name);
        Assert.Equal("destination.as_name", Fields.Destination.AsName.Name);
        Assert.Equal("malware.hash.sha256", Fields.Malware.Hash.Sha256.Name);
        foreach (EndpointFields side in Fields.Sides)
            Assert.NotNull(Schema.Default.Key(side.Geolocation.Latitude).Definition);
    }

    [Fact]
    public void A_saved_schema_loads_as_the_same_schema()
    {
        Schema saved = Schema.Default.With(new FieldDefinition("my.field", HarmonizationTypes.Integer, "Ours.") { MaxLength = 3 });
        Schema loaded = Schema.Parse(saved.ToJson());
        Assert.Equal(
            saved.Definitions.Select(Describe),
            loaded.Definitions.Select(Describe));

        static string Describe(FieldDefinition definition)
            => $"{definition} {definition.Type == HarmonizationTypes.IntelMQ33.FQDN} {definition.Type == HarmonizationTypes.IntelMQ33.TLP} {definition.Minimum} {definition.Maximum} {definition.MaxLength} {definition.Regex?.Pattern} {definition.RegexIgnoreCase?.Pattern} {definition.InReports} {definition.Description}";
    }

    [Fact]
    public void A_schema_of_IntelMQ_keeps_its_types()
    {
        Schema loaded = Schema.Parse(Schema.IntelMQ33.ToJson());
        Assert.Equal(Schema.IntelMQ33.Definitions.Select(static definition => definition.Type), loaded.Definitions.Select(static definition => definition.Type));
        Assert.DoesNotContain("strict", Encoding.UTF8.GetString(Schema.IntelMQ33.ToJson()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source.port")]
    [InlineData("destination.port")]
    public void A_port_is_1_to_65535_but_IntelMQ_33_takes_any_number(string field)
    {
        foreach (string port in (string[])["0", "65536", "-1", "99999999999999999999"])
        {
            Assert.Equal(SetStatus.Invalid, new Event().Set(field, port).Status);
            Assert.Equal(field == "source.port" && port.Length > 5, new Event(Schema.IntelMQ33).Set(field, port).IsRefused);
        }
        foreach (string port in (string[])["1", "65535"])
            Assert.True(new Event().Set(field, port).IsStored);
        Assert.Equal("is not a number from 1 to 65535", new Event().Set(field, FieldValue.Number("70000"u8)).Reason);
    }

    [Fact]
    public void A_schema_file_may_have_bounds()
    {
        Schema schema = Schema.Parse("""{"event": {"aa.level": {"type": "Float", "minimum": 0, "maximum": 10}}, "report": {}}"""u8.ToArray());
        Assert.True(new Event(schema).Set("aa.level", "9.5").IsStored);
        Assert.True(new Event(schema).Set("aa.level", "10.5").IsRefused);
        Assert.True(new Event(schema).Set("aa.level", "-0.5").IsRefused);
        Assert.Single(Assert.Throws<SchemaException>(() => Schema.Parse("""{"event": {"aa.level": {"type": "Float", "minimum": "0"}}, "report": {}}"""u8.ToArray())).Faults);
        Assert.Single(Assert.Throws<SchemaException>(() => Schema.Parse("""{"event": {"aa.level": {"type": "TLP", "strict": 1}}, "report": {}}"""u8.ToArray())).Faults);
    }

    [Fact]
    public void A_schema_goes_to_a_file_and_comes_back()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("schema").FullName, "harmonization.conf");
        Schema.IntelMQ33.Save(path);
        Assert.Equal(81, Schema.Load(path).Definitions.Count);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Every_fault_of_a_schema_is_reported_at_once()
    {
        const string Json = """
            {"event": {"Bad Name": {"type": "String"}, "aa.one": {}, "aa.two": {"type": "Strin"}, "aa.three": {"type": "String", "regex": "("},
             "aa.four": {"type": "String", "length": "x"}, "aa.five": 5}}
            """;
        var exception = Assert.Throws<SchemaException>(() => Schema.Parse(Encoding.UTF8.GetBytes(Json)));
        Assert.Equal(7, exception.Faults.Count);
        Assert.Contains("did you mean 'String'?", exception.Message, StringComparison.Ordinal);
        Assert.Contains("aa.three: the regex is not usable", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_json_is_refused_by_name()
        => Assert.Contains("not JSON", Assert.Throws<SchemaException>(() => Schema.Parse("{"u8.ToArray())).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_in_a_file_is_a_fault_of_the_file()
        => Assert.Throws<SchemaException>(() => Schema.Parse("""{"event": {"aa.\ud800": {"type": "\ud800", "length": "\ud800", "regex": "\ud800"}, "\udc00": 1}, "report": {}}"""u8.ToArray()));

    [Fact]
    public void An_own_field_has_its_type_and_limits()
    {
        Assert.True(TextRule.TryCreate("^[a-f]+$", ignoreCase: true, out TextRule? rule, out _));
        Schema schema = Schema.Default.With(new FieldDefinition("my.field", HarmonizationTypes.LowercaseString, "Ours.") { MaxLength = 4, RegexIgnoreCase = rule });
        var field = new Field<string>("my.field", FieldCodec.String);
        var message = new Event(schema);
        Assert.Equal(SetStatus.Added, message.Set(field, "ABC").Status);
        Assert.Equal("abc", message[field]);
        Assert.Equal("is longer than 4 characters", message.Set(field, "abcde").Reason);
        Assert.Equal("does not match ^[a-f]+$", message.Set(field, "xyz").Reason);
        Assert.Equal(SetStatus.UnknownField, new Event().Set(field, "abc").Status);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1a.b")]
    [InlineData("ab..c")]
    [InlineData("ab.c-d")]
    [InlineData("extra.x")]
    [InlineData("Ab")]
    public void A_name_out_of_form_cannot_be_defined(string name)
        => Assert.Throws<ArgumentException>(() => Schema.Default.With(new FieldDefinition(name, HarmonizationTypes.String, "")));

    [Theory]
    [InlineData("First Name", "first_name")]
    [InlineData(" a.b ", "a.b")]
    [InlineData("..a..b..", "_.a._b._")]
    [InlineData("größe", "gr__e")]
    [InlineData("", "")]
    public void A_columns_name_becomes_a_name_below_extra(string column, string name)
    {
        Assert.Equal(name, FieldNames.Normalize(column));
        Assert.True(name.Length == 0 || FieldNames.IsWellFormed(Encoding.UTF8.GetBytes("extra." + name)));
    }
}
