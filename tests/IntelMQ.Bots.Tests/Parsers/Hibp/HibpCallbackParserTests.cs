using IntelMQ.Bots.Parsers.Hibp;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Hibp;

public sealed class HibpCallbackParserTests
{
    private const string Sample = """
        {
          "Breach": {"AddedDate": "2024-09-30T17:15:11Z", "BreachDate": "2023-12-13", "DataClasses": ["Passwords"], "Name": "Example"},
          "Domain": "example.com",
          "DomainEmails": ["user2@example.com", "user1@example.com", "user2@example.com", "-", ""],
          "Email": "user0@example.com"
        }
        """;

    [Fact]
    public void A_breach_becomes_an_event_for_each_address() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    [Fact]
    public void A_paste_becomes_an_event_for_each_address()
    {
        Event only = Assert.Single(Parser().Parse("""{"Domain": "example.com", "DomainEmails": [], "Email": "user@example.com", "Paste": [{"Id": "1"}]}""").Events);
        Assert.Equal("paste", only["classification.identifier"].ToString());
        Assert.Equal("""[{"Id": "1"}]""", only["extra.paste"].ToString());
        Assert.Equal("user@example.com", only["source.account"].ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"Domain": "example.com", "DomainEmails": []}""")]
    public void Calls_without_addresses_make_no_events(string call)
    {
        ParseResult result = Parser().Parse(call);
        Assert.Empty(result.Events);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("""{"DomainEmails": ["user@example.com"]}""")]
    [InlineData("""{"Domain": "example.com"}""")]
    [InlineData("""{"Domain": "example.com", "DomainEmails": "user@example.com"}""")]
    [InlineData("""{"Domain": "example.com", "DomainEmails": [5]}""")]
    [InlineData("""{"Domain": "www.example.com/x", "DomainEmails": ["a@example.com", "b@example.com"]}""")]
    [InlineData("""{"Breach": {"AddedDate": "some day"}, "Domain": "example.com", "DomainEmails": ["a@example.com"]}""")]
    public void Broken_calls_fail_as_a_whole(string call)
    {
        HibpCallbackParser parser = Parser();
        ParseResult result = parser.Parse(call);
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    private static HibpCallbackParser Parser() => new(new PlainParserOptions());
}
