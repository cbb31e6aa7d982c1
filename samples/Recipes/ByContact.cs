using IntelMQ.Messages;
using IntelMQ.Schemas;

// One letter for each contact, from events as JSON lines.
var events = new List<Event>();
await foreach (string line in File.ReadLinesAsync("events.jsonl"))
{
    if (Event.TryParse(line, out Event? message, out MessageError? error))
        events.Add(message);
    else
        Console.Error.WriteLine(error);
}

foreach (IGrouping<string?, Event> contact in events.GroupBy(message => message[Fields.Source.AbuseContact]))
{
    Console.WriteLine($"To: {contact.Key ?? "nobody known"}");
    foreach (Event message in contact.OrderBy(message => message[Fields.Time.Source]))
        Console.WriteLine($"  {message[Fields.Time.Source]:u} {message[Fields.Source.Ip]} {message[Fields.Classification.Type]}");
}
