using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;

namespace IntelMQ.Core.Tests.Bots;

public sealed class DnsResolverTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.7");

    [Fact]
    public async Task Addresses_of_both_versions_come_in_their_order()
    {
        await using var server = new LoopbackDns(static (query, _) => [LoopbackDns.Answer(query, 0, query[^3] == 1 ? [(null, 1, [192, 0, 2, 7]), (null, 1, [192, 0, 2, 6])] : [(null, 28, IPAddress.Parse("2001:db8::1").GetAddressBytes())])]);
        Assert.Equal(["192.0.2.7", "192.0.2.6", "2001:db8::1"], (await Resolver(server).ResolveAddressesAsync("www.example.com.", default)).Select(static address => address.ToString()));
    }

    [Fact]
    public async Task Names_of_an_address_are_asked_for_backwards()
    {
        string asked = "";
        await using var server = new LoopbackDns((query, _) =>
        {
            asked = Encoding.ASCII.GetString(query[12..^5]);
            return [LoopbackDns.Answer(query, 0, (null, 12, LoopbackDns.Name("mail.example.com")), (null, 12, [3, (byte)'a', (byte)'.', 0xFF, 0xC0, 12]))];
        });
        IReadOnlyList<string> names = await Resolver(server).ResolvePointersAsync(Address, default);
        Assert.Equal("\u00017\u00012\u00010\u0003192\u0007in-addr\u0004arpa", asked);
        Assert.Equal(["mail.example.com", "a\\046\\255.7.2.0.192.in-addr.arpa"], names);
    }

    [Fact]
    public async Task A_name_that_is_not_ASCII_is_asked_for_as_DNS_has_it()
    {
        string asked = "";
        await using var server = new LoopbackDns((query, _) =>
        {
            asked = Encoding.ASCII.GetString(query[12..^5]);
            return [LoopbackDns.Answer(query, 0, (null, 16, [1, (byte)'x']))];
        });
        Assert.Equal(["x"], await Resolver(server).ResolveTextsAsync("b\u00FCcher.example", default));
        Assert.Equal("\u000Dxn--bcher-kva\u0007example", asked);
    }

    [Fact]
    public async Task Strings_of_a_text_are_joined_and_aliases_followed()
    {
        byte[] alias = LoopbackDns.Name("other.example.com");
        await using var server = new LoopbackDns((query, _) => [LoopbackDns.Answer(query, 0,
            (alias, 16, [2, (byte)'a', (byte)'b', 0, 3, 0xC3, 0xBC, (byte)'c']), (null, 5, alias), (LoopbackDns.Name("not.asked"), 16, [1, (byte)'x']), (alias, 16, [1, 0xFC]))]);
        Assert.Equal(["ab\u00FCc", "\u00FC"], await Resolver(server).ResolveTextsAsync("text.example.com", default));
    }

    [Fact]
    public async Task What_is_too_long_for_UDP_is_asked_over_TCP()
    {
        byte[] text = [250, .. Enumerable.Repeat((byte)'x', 250)];
        await using var server = new LoopbackDns((query, isTcp) =>
        {
            byte[] answer = LoopbackDns.Answer(query, 0, isTcp ? [.. Enumerable.Repeat(((byte[]?)null, (ushort)16, text), 100)] : []);
            answer[2] |= (byte)(isTcp ? 0 : 2);
            return [answer];
        });
        Assert.Equal(100, (await Resolver(server).ResolveTextsAsync("example.com", default)).Count);
    }

    [Fact]
    public async Task A_name_without_records_is_an_answer_and_a_refusal_is_not()
    {
        await using var none = new LoopbackDns(static (query, _) => [LoopbackDns.Answer(query, 3)]);
        await using var refuses = new LoopbackDns(static (query, _) => [LoopbackDns.Answer(query, 5)]);
        Assert.Empty(await Resolver(none).ResolveTextsAsync("example.com", default));
        Assert.Empty(await Resolver(refuses).ResolveTextsAsync(new string('x', 64), default));
        Assert.Empty(await Resolver(refuses).ResolveTextsAsync("a..b", default));
        Assert.Empty(await Resolver(refuses).ResolveTextsAsync("\u00FC\uD800.example", default));
        Assert.Empty(await Resolver(refuses).ResolveTextsAsync(string.Join('.', Enumerable.Repeat("abcdefgh", 30)), default));
        IOException failed = await Assert.ThrowsAsync<IOException>(() => Resolver(refuses).ResolvePointersAsync(Address, default));
        Assert.Contains("code 5", failed.Message, StringComparison.Ordinal);
        Assert.Equal(2, refuses.Questions);
        // The next server is asked.
        Assert.Empty(await Resolver(refuses, none).ResolveTextsAsync("example.com", default));
    }

    [Fact]
    public async Task What_answers_another_question_is_not_taken()
    {
        await using var server = new LoopbackDns(static (query, _) =>
        {
            byte[] forged = LoopbackDns.Answer(query, 0, (null, 1, [203, 0, 113, 1]));
            byte[] otherNumber = [.. forged];
            otherNumber[1] ^= 1;
            byte[] otherName = [.. forged];
            otherName[13] = (byte)'z';
            byte[] otherType = [.. forged];
            otherType[query.Length - 3] ^= 4;
            return [otherNumber, otherName, otherType, [], [1], query, LoopbackDns.Answer(query, 0, query[^3] == 1 ? [(null, 1, [192, 0, 2, 7])] : [])];
        });
        Assert.Equal([Address], await Resolver(server).ResolveAddressesAsync("example.com", default));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        await using var server = new LoopbackDns(static (_, _) => []);
        var resolver = new DnsResolver { Servers = [server.Server], Timeout = TimeSpan.FromMilliseconds(50), Tries = 1 };
        IOException failed = await Assert.ThrowsAsync<IOException>(() => resolver.ResolveTextsAsync("example.com", default));
        Assert.Contains("gave no answer in 0.05 seconds", failed.Message, StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Resolver(server).ResolveTextsAsync("example.com", cancelled.Token));
    }

    [Fact]
    public void Whatever_the_bytes_an_answer_is_read_or_refused()
    {
        Gen<byte[]> bytes = ArbMap.Default.GeneratorFor<byte>().ArrayOf();
        Gen<byte> odd = Gen.Elements<byte>(0, 1, 12, 63, 64, 0xC0, 0xFF);
        Prop.ForAll(Gen.OneOf(bytes, odd.ArrayOf()).ToArbitrary(), static rest =>
        {
            byte[] query = DnsMessage.TryMakeQuery("a.example", DnsRecordType.Ptr)!;
            byte[] answer = [.. query, .. rest];
            answer[2] = 0x80;
            answer[7] = 9;
            try
            {
                DnsMessage.Records(answer, query, DnsRecordType.Ptr);
            }
            catch (InvalidDataException)
            {
                // Refused.
            }

            DnsMessage.TextOf(rest);
            DnsMessage.Answers(rest, query);
        }).Check(Fuzz.Quick);
    }

    private static DnsResolver Resolver(params LoopbackDns[] servers)
        => new() { Servers = [.. servers.Select(static server => server.Server)], Timeout = TimeSpan.FromSeconds(30) };
}
