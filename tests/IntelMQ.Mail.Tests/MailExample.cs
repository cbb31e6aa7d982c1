using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Mail.Collectors;
using IntelMQ.Mail.Outputs;
using IntelMQ.Pipelines;

namespace IntelMQ.Mail.Tests;

/// <summary>The code of the page on mail.</summary>
internal static class MailExample
{
    public static async Task<PipelineResult> RunAsync(IBroker broker, CancellationToken cancellationToken)
    {
        // #region mail
        var mailbox = new MailAttachCollectorOptions
        {
            Name = "Feed by mail",
            MailHost = "imap.example.com",
            MailUser = "feeds@example.com",
            MailPassword = new Secret(Environment.GetEnvironmentVariable("MAIL_PASSWORD")!),
            SubjectRegex = "^Daily report",
            AttachRegex = @"\.zip$",
        };
        var notices = new SmtpOutputOptions
        {
            SmtpHost = "smtp.example.com",
            SmtpPort = 587,
            MailFrom = "cert@example.com",
            Subject = "Incident in your AS {ev[source.asn]}",
        };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p
            .Collect(new MailAttachCollector(mailbox))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Output(new SmtpOutput(notices)));
        PipelineResult result = await pipeline.RunAsync(cancellationToken);
        // #endregion
        return result;
    }
}
