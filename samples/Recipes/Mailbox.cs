using IntelMQ.Bots;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Intake;
using IntelMQ.Mail.Collectors;
using IntelMQ.Pipelines;

await using Pipeline pipeline = Pipeline.Create(p => p
    .Collect(s => new MailAttachCollector(new MailAttachCollectorOptions
    {
        MailHost = "mail.example.com",
        MailUser = "feeds",
        MailPassword = new Secret("${env:MAIL_PASSWORD}"),
        Folder = "INBOX",
        SubjectRegex = "Shadowserver",
        AttachRegex = @"csv\.zip$",
        ExtractFiles = FileSelection.All,
    }, s))
    .Parse(new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = "shadowserver-schema.json" }))
    .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
PipelineResult result = await pipeline.RunAsync();
Console.WriteLine(result.EnsureComplete());
