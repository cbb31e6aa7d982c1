using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Generic;
using IntelMQ.Failures;
using IntelMQ.Messages;

// A table of any provider: parameters say which field each column becomes.
var parser = new GenericCsvParser(new GenericCsvParserOptions
{
    Columns = ["time.source", "source.ip", "source.port", "extra.sensor"],
    Delimiter = ";",
    SkipHeader = new HeaderLines(1),
    Type = "scanner",
});
ParseResult result = parser.Parse("when;address;port;sensor\n2026-11-20 11:00:00;192.0.2.7;22;honeypot-1\n2026-11-20 11:00:01;nowhere;22;honeypot-1\n");
foreach (Event message in result.Events)
    Console.WriteLine(message);
foreach (Failure failure in result.Failures)
    Console.WriteLine(failure);
