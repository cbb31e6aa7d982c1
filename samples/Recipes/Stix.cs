using IntelMQ.Export;
using IntelMQ.Formats;
using IntelMQ.Messages;

FormatRead read = StixBundle.Read(await File.ReadAllBytesAsync("bundle.json"));
foreach (string complaint in read.Complaints)
    Console.Error.WriteLine(complaint);
if (read.Reason is not null)
    Console.Error.WriteLine(read.Reason);

foreach (Event message in read.Events)
    message["feed.name"] = "Partner";
await File.WriteAllTextAsync("shared.json", read.Events.ToStix());
