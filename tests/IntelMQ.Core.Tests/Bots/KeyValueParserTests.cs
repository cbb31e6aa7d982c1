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
    [InlineData("src=192.0.2.1 note=a=b", "192.0.2.1", "")]
    [InlineData("nothing", "", "")]
    public void Pairingare_cells(string line, string ip, string note)
    {
        Event only = Assert.Single(new Pairing().Parse(line).Events);
        Assert.Equal(ip, only["source.ip"].ToString());
        Assert.Equal(note, only["extra.note"].ToString());
        Assert.Equal(line.Trim(), only.Raw());
    }

    [Theory]
    [InlineData("src=192.0.2.1 src=192.0.2.2")]
    [InlineData("src=x")]
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
