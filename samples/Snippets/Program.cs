// #region first-example
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

var parser = new FeodoTrackerParser(new());
await using FileStream file = File.OpenRead("ipblocklist.json");
ParseResult result = await parser.ParseAsync(file);

foreach (Event message in result.Events)
    Console.WriteLine($"{message[Fields.Source.Ip]} {message[Fields.Malware.Name]}");
foreach (Failure failure in result.Failures)
    Console.WriteLine(failure);        // line 3: source.ip (from ip_address) is not an IP address: 'not an address'.
// #endregion
