// The smallest use: a report comes in a web request, its events and failures go back as JSON.
//
//   dotnet run --project samples/Embedded
//   curl --data-binary @samples/Embedded/ipblocklist.json http://localhost:5000/feodotracker

using System.Buffers;
using System.IO.Pipelines;
using Embedded;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Messages;
using IntelMQ.Schemas;

const int MaxReportSize = 1024 * 1024;

WebApplication app = WebApplication.CreateBuilder(args).Build();

// #region request
// Experts without state serve all requests at once; a parser serves one report at a time.
Expert[] experts = [new TaxonomyExpert(), new GeohashExpert(new GeohashExpertOptions())];

app.MapPost("/feodotracker", async (PipeReader body, CancellationToken cancellationToken) =>
{
    ReadResult read = await body.ReadAtLeastAsync(MaxReportSize + 1, cancellationToken);
    if (read.Buffer.Length > MaxReportSize)
        return Results.Problem($"A report has up to {MaxReportSize} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);

    var report = new Report(read.Buffer.ToArray(), Schema.Default);
    report[Fields.Feed.Name] = "Feodo Tracker";
    await using var parser = new FeodoTrackerParser(new());
    ParseResult result = parser.Parse(report);
    IEnumerable<Event> events = result.Events.Where(message => experts.All(expert => expert.Process(message).IsKeep));
    return Results.Ok(new ParsedReport([.. events], [.. result.Failures.Select(LineError.Of)]));
});
// #endregion

app.Run();
