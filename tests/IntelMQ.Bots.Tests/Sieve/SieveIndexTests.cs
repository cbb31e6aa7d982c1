using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Sieve;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Sieve;

public sealed class SieveIndexTests
{
    [Fact]
    public void Of_ten_thousand_rules_those_that_match_act()
    {
        var rules = new StringBuilder();
        for (int i = 0; i < 10_000; i++)
        {
            rules.Append("if source.fqdn :in ['a").Append(i).Append(".example.com', 'b").Append(i).Append(".example.com'] && ! :exists extra.a { add extra.a = ").Append(i).Append(" }\n");
            rules.Append("if source.ip << '10.").Append(i >> 8).Append('.').Append(i & 255).Append(".0/24' { add extra.n = ").Append(i).Append(" }\n");
        }

        SieveProgram program = Rules.Parse(rules.ToString());
        for (int i = 0; i < 2000; i++)
        {
            Event message = Events.Of($$"""{"source.fqdn": "b{{i}}.example.com", "source.ip": "10.{{i >> 8}}.{{i & 255}}.9"}""");
            program.Run(message);
            Assert.Equal(i, message["extra.a"].TryGetInt64(out long found) ? found : -1);
            Assert.Equal(i, message["extra.n"].TryGetInt64(out found) ? found : -1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(10_000)]
    public void An_event_that_no_rule_changes_costs_no_memory(int count)
    {
        var rules = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            rules.Append("if source.fqdn == 'a").Append(i).Append(".example.com' { add extra.a = 1 }\n");
            rules.Append("if source.fqdn :in ['b").Append(i).Append(".example.com', 'c").Append(i).Append(".example.com'] && ! :exists extra.a { add extra.a = 1 }\n");
            rules.Append("if source.ip << ['10.").Append(i >> 8).Append('.').Append(i & 255).Append(".0/24', '2001:db8:").Append(i.ToString("x", System.Globalization.CultureInfo.InvariantCulture)).Append("::/48'] { add extra.n = 1 }\n");
        }

        rules.Append("if source.fqdn =~ '^x[0-9]+' || source.fqdn :contains 'nothing' || source.asn > 70000 { drop }\n");
        SieveProgram program = Rules.Parse(rules.ToString());
        Event message = Events.Of("""{"source.fqdn": "www.example.net", "source.ip": "192.0.2.1", "source.asn": 64496}""");
        for (int i = 0; i < 100; i++)
            program.Run(message);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            program.Run(message);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // A few bytes are the runtime's own, which compiles anew what is called often.
        Assert.InRange(allocated, 0, 1000);
    }

    [Fact]
    public void Rules_that_a_change_makes_match_are_found_after_it()
    {
        string chain = string.Concat(Enumerable.Range(0, 100).Select(static i => $"if comment == 'c{i}' {{ update comment = 'c{i + 1}' append extra.l {i} }}\n"));

        Assert.Equal($"{{'comment': 'c100', 'extra.l': [{string.Join(", ", Enumerable.Range(97, 3))}]}}", Rules.Apply(chain, "{'comment': 'c97'}"));
    }

    [Fact]
    public void Rules_before_a_change_have_had_their_turn()
    {
        string rules = string.Concat(Enumerable.Range(0, 100).Reverse().Select(static i => $"if comment == 'c{i}' {{ update comment = 'c{i + 1}' }}\n"));

        Assert.Equal("{'comment': 'c98'}", Rules.Apply(rules, "{'comment': 'c97'}"));
    }

    [Fact]
    public void All_networks_that_an_address_lies_in_are_found_in_the_order_of_the_rules()
    {
        string rules = string.Concat(Enumerable.Range(8, 25).Select(static length => $"if source.ip << '192.0.2.1/{length}' {{ append extra.l {length} }}\n"));

        Assert.Equal($"{{'extra.l': [{string.Join(", ", Enumerable.Range(8, 17))}], 'source.ip': '192.0.2.200'}}", Rules.Apply(rules, "{'source.ip': '192.0.2.200'}"));
    }

    [Fact]
    public void A_long_chain_takes_the_first_branch_that_matches()
    {
        string rules = "if comment == 'x' { drop }" + string.Concat(Enumerable.Range(0, 50).Select(static i => $" elif comment :in ['c{i}', 'c{i + 1}'] {{ add extra.a = {i} }}"))
            + " elif source.port > 5 { add extra.a = 'port' } else { add extra.a = 'none' }";

        Assert.Equal("{'comment': 'c7', 'extra.a': 6}", Rules.Apply(rules, "{'comment': 'c7'}"));
        Assert.Equal("{'extra.a': 'port', 'source.port': 6}", Rules.Apply(rules, "{'source.port': 6}"));
        Assert.Equal("{'comment': 'y', 'extra.a': 'none'}", Rules.Apply(rules, "{'comment': 'y'}"));
    }

    [Fact]
    public void The_index_changes_nothing()
    {
        Gen<string> text = Gen.Elements("'a'", "'b'", "'c'");
        Gen<string> number = Gen.Elements("1", "2.0", "3");
        Gen<string> network = Gen.Elements("'192.0.2.0/24'", "'192.0.2.0/30'", "'192.0.2.1'", "'0.0.0.0/0'", "'2001:db8::/32'");
        Gen<string> match = Gen.OneOf(
            text.Select(static value => $"comment == {value}"),
            Gen.Zip(text, text).Select(static values => $"comment :in [{values.Item1}, {values.Item2}]"),
            number.Select(static value => $"source.port == {value}"),
            Gen.Zip(number, number).Select(static values => $"source.port :in [{values.Item1}, {values.Item2}]"),
            network.Select(static value => $"source.ip << {value}"),
            Gen.Zip(network, network).Select(static values => $"(source.ip << {values.Item1} || source.ip << {values.Item2})"),
            text.Select(static value => $"comment == {value} && source.port < 3"));
        Gen<string> action = Gen.Elements("update comment = 'a'", "update comment = 'b'", "update source.port = 2", "remove comment", "add! source.ip = '192.0.2.9'", "keep", "append extra.m 'x'");
        Gen<(string Match, string Action)[]> rules = Gen.Choose(8, 80).SelectMany(count => Gen.Zip(match, action).ArrayOf(count));

        Prop.ForAll(rules.ToArbitrary(), static rules =>
        {
            foreach (string opening in (string[])["if", "elif"])
            {
                string Write(string before) => "if comment == 'never' { drop }\n" + string.Concat(rules.Select((rule, i) => $"{opening} {before}({rule.Match}) {{ append extra.l {i} {rule.Action} }}\n"));
                SieveProgram indexed = Rules.Parse(Write(""));
                SieveProgram plain = Rules.Parse(Write("! comment == 'never' && "));
                foreach (string ip in (string[])["192.0.2.1", "192.0.2.77", "198.51.100.1", "2001:db8::1"])
                {
                    string json = $$"""{"comment": "b", "source.port": 1, "source.ip": "{{ip}}"}""";
                    Event first = Events.Of(json);
                    Event second = Events.Of(json);
                    Assert.Equal(plain.Run(second), indexed.Run(first));
                    Assert.Equal(Events.Flat(second), Events.Flat(first));
                }
            }
        }).Check(Fuzz.Cases(200));
    }

    [Fact]
    public void Rules_allocate_nothing_but_what_they_store()
    {
        string rules = string.Concat(Enumerable.Range(0, 100).Select(static i => $"if comment == 'c{i}' || source.port == {i} || source.ip << '192.0.2.{i}' {{ }}\n"))
            + "if comment :contains 'x' && extra.l :overlaps ['a', 'b'] && time.source :before '1 day' { drop }";
        SieveProgram program = Rules.Parse(rules);
        Event message = Events.Of("""{"comment": "x", "source.port": 5, "source.ip": "192.0.2.7", "extra.l": ["c", "d"], "time.source": "2020-01-01T00:00:00+00:00"}""");
        program.Run(message);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            program.Run(message);

        // A few bytes are the runtime's own, as above.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }
}
