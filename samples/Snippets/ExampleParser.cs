// #region parser
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace ExampleFeed;

// #region class
public sealed class ExampleParser() : CsvParser(new PlainParserOptions())
{
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.Scanner),
        Column("ip", Fields.Source.Ip),
        Column("asn", Fields.Source.Asn).Optional(),
        Column("seen", Fields.Time.Source).With(UtcTime.Exact("dd.MM.yyyy HH:mm")),
        Extra("sensor"),
    ];
}
// #endregion
// #endregion
