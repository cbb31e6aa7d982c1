using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

public sealed class KeyValueParserTests
{
    [Theory]
    [InlineData("src=192.0.2.1 note=x", "192.0.2.1", "x")]
    [InlineData("noise src=192.0.2.1 other=1 =y note=\"x\" ", "192.0.2.1", "x")]
    [InlineData("src=192.0.2.1 note=\"", "192.0.2.1", "")]
    [InlineData("src=192.0.2.1 note=\"\"", "192.0.2.1", "")]
    [InlineData("src=192.0.2.1 note=- note=x", "192.0.2.1", "x")]
    [InlineData("note=http://example.com/?a=b&c=d src=192.0.2.1", "192.0.2.1", "http://example.com/?a=b&c=d")]
    [InlineData("src=192.0.2.1 note=QQ==", "192.0.2.1", "QQ==")]
    [InlineData("src=192.0.2.1 note=QUI=", "192.0.2.1", "QUI=")]
    [InlineData("note=\"hello world\" src=192.0.2.1", "192.0.2.1", "hello world")]
    [InlineData("note=\"src=192.0.2.9 x\" src=192.0.2.1", "192.0.2.1", "src=192.0.2.9 x")]
    [InlineData("note=\"say \\\"hi\\\" now\" src=192.0.2.1", "192.0.2.1", "say \"hi\" now")]
    [InlineData("note=\"C:\\temp\\\" src=192.0.2.1", "192.0.2.1", "C:\\temp\\")]
    [InlineData("note='hello world' src=192.0.2.1", "192.0.2.1", "hello world")]
    [InlineData("note='it\\'s \"so\"' src=192.0.2.1", "192.0.2.1", "it's \"so\"")]
    [InlineData("note='tis src=192.0.2.1", "192.0.2.1", "'tis")]
    [InlineData("note=\"it's so\" src=192.0.2.1", "192.0.2.1", "it's so")]
    [InlineData("other=\"a note=b\" src=192.0.2.1 note=c", "192.0.2.1", "c")]
    [InlineData("note=\"never closed src=192.0.2.1", "192.0.2.1", "\"never")]
    [InlineData("note=5\" src=192.0.2.1", "192.0.2.1", "5\"")]
    public void Pairs_are_cells(string line, string ip, string note)
    {
        Event only = Assert.Single(new Pairing().Parse(line).Events);
        Assert.Equal(ip, only["source.ip"].ToString());
        Assert.Equal(note, only["extra.note"].ToString());
        Assert.Equal(line.Trim(), only.Raw());
    }

    [Theory]
    [InlineData("src=192.0.2.1 src=192.0.2.2")]
    [InlineData("src=x")]
    [InlineData("nothing")]
    public void A_bad_line_fails_again(string line)
    {
        var parser = new Pairing();
        ParseResult result = parser.Parse($"note=1\n{line}\nnote=2");
        Assert.Equal(2, result.Events.Count);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    private sealed class Pairing() : KeyValueParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = [Column("src", Fields.Source.Ip), Extra("note")];
    }
}
