using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Mail.Outputs;
using IntelMQ.Pipelines;

await using Pipeline pipeline = Pipeline.Create(p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(s => new SmtpOutput(new SmtpOutputOptions
    {
        SmtpHost = "mail.example.com",
        MailFrom = "cert@example.com",
        MailTo = "analyst@example.org",
        Subject = "{ev[classification.type]}: {ev[source.ip]}",
        FieldNames = ["source.ip", "malware.name", "time.source"],
    }, s)));
Console.WriteLine(await pipeline.RunAsync());
