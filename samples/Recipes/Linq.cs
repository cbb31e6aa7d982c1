using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Messages;
using IntelMQ.Schemas;

await using FileStream file = File.OpenRead("ipblocklist.json");
ParseResult result = await new FeodoTrackerParser(new()).ParseAsync(file);

var byMalware = result.Events
    .Where(message => message[Fields.Source.Asn] is 64496)
    .GroupBy(message => message.GetString("malware.name"));
foreach (IGrouping<string?, Event> group in byMalware)
    Console.WriteLine($"{group.Key}: {group.Count()}");

// All fields of one event, and a dictionary of them.
Event first = result.Events[0];
foreach ((string name, object? value) in first.AsEnumerable().Where(field => field.Key.StartsWith("source.")))
    Console.WriteLine($"{name} = {value}");
Dictionary<string, object?> all = first.ToDictionary();
Console.WriteLine(all.Count);
