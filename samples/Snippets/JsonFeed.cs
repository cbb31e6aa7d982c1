using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace Snippets;

/// <summary>docs/writing-a-bot.md: the map on JSON.</summary>
public static class JsonFeed
{
    // #region parser
    public sealed class ExampleJsonParser() : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } =
        [
            Constant(Fields.Classification.Type, ClassificationType.Scanner),
            Column("ip", Fields.Source.Ip),
            Column("seen", Fields.Time.Source).With(TimeFormat.Timestamp),
            Column("location.country", Fields.Source.Geolocation.Cc).Optional(),
            Column("targets.0.port", Fields.Destination.Port).Optional(),
            Extra("tags"),
        ];
    }
    // #endregion

    public static void Elements()
    {
        // #region elements
        ParseResult result = new ExampleJsonParser().Parse("""
            [
              {"ip": "192.0.2.7", "seen": 1795172400, "location": {"country": "at"}, "targets": [{"port": 22}, {"port": 23}], "tags": ["ssh"]},
              {"ip": "192.0.2.8", "seen": "yesterday"},
              {"ip": "192.0.2.9", "seen": 1795172460}
            ]
            """);
        Console.WriteLine(result.Events[0].GetString("source.geolocation.cc"));
        Console.WriteLine(result.Events[0].GetString("extra.tags"));
        Console.WriteLine(result.Failures[0]);

        result = new ExampleJsonParser().Parse("""[{"ip": "192.0.2.7", "seen": }]""");
        Console.WriteLine(result.Failures[0]);
        // #endregion
    }
}
