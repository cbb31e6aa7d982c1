using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Mistakes;

/// <summary>What somebody gets wrong with events and schemas, and what the packages answer.</summary>
public sealed class MessageMistakesTests
{
    [Fact]
    public void A_field_that_the_schema_lacks_is_answered_with_the_nearest()
        => Assert.Equal("source.ipp is not a field of the schema. Did you mean 'source.ip'?", new Event().Set("source.ipp", "192.0.2.1").ToString());

    [Fact]
    public void A_value_that_its_field_refuses_is_told_with_the_reason()
        => Assert.Equal("source.ip is not an IP address", new Event().Set("source.ip", "192.0.2").ToString());

    [Fact]
    public void Assigning_what_a_field_refuses_shows_the_value()
    {
        var message = new Event();
        Assert.Equal("source.asn cannot be '-1': it is not an AS number.", Assert.Throws<InvalidFieldException>(() => message[Fields.Source.Asn] = -1).Message);
        Assert.Equal("classification.type cannot be 'botnet': it is not a classification type.", Assert.Throws<InvalidFieldException>(() => message[Fields.Classification.Type] = "botnet").Message);
    }

    [Theory]
    [InlineData("""{"source.ip": "192.0.2.1" """, "InvalidMessage: the message is not JSON at byte 26 of line 1")]
    [InlineData("""{"source.ipp": "192.0.2.1"}""", "InvalidKey: source.ipp is not a field of the schema. Did you mean 'source.ip'?")]
    [InlineData("""{"source.ip": "www.example.com"}""", "InvalidValue: source.ip is not an IP address")]
    [InlineData("""{"__type": "Report", "raw": "YQ=="}""", "InvalidMessage: __type is not Event")]
    public void Json_that_is_no_event_is_told_with_place_or_field(string json, string error)
    {
        Assert.False(Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out _, out MessageError? told));
        Assert.Equal(error, told.ToString());
    }

    [Fact]
    public void A_harmonization_file_is_refused_with_all_its_faults()
    {
        SchemaException thrown = Assert.Throws<SchemaException>(
            () => Schema.Parse("""{"report": {}, "event": {"source.ip": {"type": "IPAdress"}, "Foo": {"type": "String"}}}"""u8.ToArray()));
        Assert.Contains("source.ip: unknown type 'IPAdress'; did you mean 'IPAddress'?", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'Foo' is not a field name", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_of_ones_own_with_a_name_of_another_form_is_told_the_form()
        => Assert.StartsWith(
            "'My Field' is not a field name: lower-case letters, digits, underscores and dots",
            Assert.Throws<ArgumentException>(() => Schema.Default.With(new FieldDefinition("My Field", HarmonizationTypes.String, "A field."))).Message,
            StringComparison.Ordinal);
}
