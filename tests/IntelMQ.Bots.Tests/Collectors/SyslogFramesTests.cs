using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Collectors;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class SyslogFramesTests
{
    private const int MaxSize = 480;

    [Theory]
    [InlineData("auto", "<13>one\n<13>two\n", "<13>one|<13>two")]
    [InlineData("auto", "<13>one\r\n\n\r\n<13>two", "<13>one|<13>two")]
    [InlineData("auto", "7 <13>one7 <13>two", "<13>one|<13>two")]
    [InlineData("auto", "8 <13>a\nb\n<13>c\n8 <13>last", "<13>a\nb\n|<13>c|<13>last")]
    [InlineData("auto", "2026-01-02 a line that begins with a digit\n", "2026-01-02 a line that begins with a digit")]
    [InlineData("auto", "0 is no length\n", "0 is no length")]
    [InlineData("auto", "1234567890 is too long for a length\n", "1234567890 is too long for a length")]
    [InlineData("auto", "123", "123")]
    [InlineData("newline", "3 abc\n", "3 abc")]
    [InlineData("newline", "with a null\0\n", "with a null")]
    [InlineData("octet-counting", "3 abc\n3 def", "abc|def")]
    [InlineData("octet-counting", "", "")]
    public async Task Messages_are_told_apart(string framing, string bytes, string messages)
    {
        foreach (int step in new[] { 1, 3, 1000 })
            Assert.Equal(messages, string.Join('|', (await ReadAsync(framing, Encoding.UTF8.GetBytes(bytes), step)).Select(static message => Assert.IsType<string>(TextOf(message)))));
    }

    [Theory]
    [InlineData("auto", "20 <13>short", "<13>short", "was to have 20 bytes, but the connection ended after 9", 20)]
    [InlineData("octet-counting", "<13>no length\n", "<13>no length\n", "does not begin with its length, as octet counting has it; the connection is closed", 14)]
    public async Task What_is_no_message_says_why_and_keeps_what_came(string framing, string bytes, string kept, string complaint, long length)
    {
        SyslogMessage message = Assert.Single(await ReadAsync(framing, Encoding.UTF8.GetBytes(bytes), 1000));
        Assert.Equal((kept, complaint, length), (Encoding.UTF8.GetString(message.Data), message.Complaint, message.Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_is_too_long_costs_itself(bool counts)
    {
        string text = new('x', 100_000);
        string bytes = counts ? $"100000 {text}2 ok" : $"{text}\nok\n";
        List<SyslogMessage> messages = await ReadAsync("auto", Encoding.UTF8.GetBytes(bytes), 5000);
        Assert.Equal(2, messages.Count);
        Assert.Equal((MaxSize, 100_000L, "has 100000 bytes, more than max_message_size allows (480)"), (messages[0].Data.Length, messages[0].Length, messages[0].Complaint));
        Assert.Equal("ok", TextOf(messages[1]));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("octet-counting")]
    [InlineData("newline")]
    public void Whatever_comes_nothing_throws_and_no_message_is_too_long(string framing)
        => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => ReadAsync(framing, [.. bytes, (byte)'\n', .. bytes], 7).Result.TrueForAll(static message => message.Data.Length is > 0 and <= MaxSize || message.Complaint is not null))
            .QuickCheckThrowOnFailure();

    private static string? TextOf(SyslogMessage message) => message.Complaint is null ? Encoding.UTF8.GetString(message.Data) : null;

    private static async Task<List<SyslogMessage>> ReadAsync(string framing, byte[] bytes, int step)
    {
        var frames = new SyslogFrames(new SteppedStream(bytes, step), framing, MaxSize, null, TimeProvider.System);
        var messages = new List<SyslogMessage>();
        while (await frames.NextAsync(default) is { } message)
            messages.Add(message);
        return messages;
    }

    private sealed class SteppedStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }
}
