using System.Globalization;
using System.IO.Compression;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class RtCollectorTests
{
    private const string Ok = "RT/4.4.4 200 Ok\n\n";

    [Fact]
    public async Task The_attachment_of_a_ticket_gives_reports_and_the_ticket_is_put_away_once_all_are_stored()
    {
        await using var server = new LoopbackServer(static request => Answer(request));
        await using RtCollector collector = Create(server, static _ => { });
        List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
        Assert.Equal(["A", "B"], reports.Select(CollectorFixture.Text));
        CollectedReport first = reports[0];
        Assert.Equal("a.csv", CollectorFixture.Field(first, "extra.file_name"));
        Assert.Equal("Report: daily", CollectorFixture.Field(first, "extra.email_subject"));
        Assert.Equal("a@example.com,b@example.com", CollectorFixture.Field(first, "extra.ticket_requestors"));
        Assert.Equal("7", CollectorFixture.Field(first, "rtir_id"));
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 1, 2, 3, TimeSpan.Zero), first.Report[Fields.Time.Observation]);
        await first.SettleAsync(default);
        Assert.DoesNotContain(server.Requests, static request => request.Path.EndsWith("/take", StringComparison.Ordinal));
        await reports[1].SettleAsync(default);
        Assert.Equal(["/REST/1.0/ticket/7/take", "/REST/1.0/ticket/7/edit"], server.Requests.TakeLast(2).Select(static request => request.Path));
        Assert.Contains("Status%3A+open", server.Requests[^1].Body, StringComparison.Ordinal);
        // Still new, since somebody has set it back: it was taken, and is put away again.
        Assert.Empty(await CollectorFixture.AllAsync(collector));
        Assert.EndsWith("/edit", server.Requests[^1].Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 1, true)]
    [InlineData(404, 1, true)]
    [InlineData(500, 0, false)]
    public async Task What_an_address_leads_to_is_downloaded_and_only_a_fault_keeps_the_ticket(int status, int count, bool putAway)
    {
        await using var server = new LoopbackServer(request => request.Path.StartsWith("/report", StringComparison.Ordinal) ? LoopbackAnswer.Of(status, "data") : Answer(request));
        await using RtCollector collector = Create(server, static options =>
        {
            options.AttachmentRegex = null;
            options.UrlRegex = "https://dl.example.com/[a-z]+";
            options.ExtractDownload = FileSelection.None;
        });
        var reports = new List<CollectedReport>();
        Exception? thrown = await Record.ExceptionAsync(async () =>
        {
            await collector.StartAsync(default);
            await foreach (CollectedReport report in collector.CollectAsync(default))
            {
                reports.Add(report);
                await report.SettleAsync(default);
            }
        });
        Assert.Equal(count, reports.Count);
        Assert.Equal(status == 500, thrown is HttpServiceException);
        Assert.Equal(status == 404, reports.Exists(static report => report.Failure is not null));
        Assert.Equal(putAway, server.Requests.Any(static request => request.Path.EndsWith("/take", StringComparison.Ordinal)));
        if (status == 200)
            Assert.Equal(new DateTimeOffset(2026, 5, 2, 4, 5, 6, TimeSpan.Zero), reports[0].Report[Fields.Time.Observation]);
    }

    [Theory]
    [InlineData("https://dl.example.com/[a-z]+", "https://dl.example.com/report", true)]
    [InlineData("https?://\\S+", "https://dl.example.com/report", false)]
    [InlineData("https://dl.example.com/[a-z]+", "https://dlxexample.com/report", false)]
    public async Task Only_the_host_that_the_expression_names_gets_credentials(string expression, string url, bool gets)
    {
        await using var server = new LoopbackServer(request => request.Path.StartsWith("/report", StringComparison.Ordinal) ? LoopbackAnswer.Of(200, "data") : Answer(request, url));
        await using RtCollector collector = Create(server, options =>
        {
            options.AttachmentRegex = null;
            options.UrlRegex = expression;
            options.ExtractDownload = FileSelection.None;
            options.Http.HttpUsername = "me";
            options.Http.HttpPassword = new Secret("sesame");
            options.Http.HttpHeader = new TextMap([new("X-Key", "sesame")]);
        });
        await CollectorFixture.AllAsync(collector);
        LoopbackRequest? download = server.Requests.FirstOrDefault(static request => request.Path.StartsWith("/report", StringComparison.Ordinal));
        Assert.Equal(gets, download?.Headers.ContainsKey("Authorization") ?? false);
        Assert.Equal(gets, download?.Headers.ContainsKey("X-Key") ?? false);
    }

    [Theory]
    [InlineData("http://127.0.0.1/report")]
    [InlineData("http://[::ffff:10.0.0.1]/report")]
    [InlineData("http://169.254.169.254/report")]
    public async Task An_inside_address_in_a_ticket_is_a_failure_and_is_not_asked(string url)
    {
        await using var server = new LoopbackServer(request => Answer(request, url));
        await using RtCollector collector = Create(server, static options =>
        {
            options.AttachmentRegex = null;
            options.UrlRegex = "https?://[^ ]+";
        });
        Assert.Contains("is refused", Assert.Single(await CollectorFixture.AllAsync(collector)).Failure!.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, static request => request.Path.StartsWith("/report", StringComparison.Ordinal));
        Assert.Contains(server.Requests, static request => request.Path.EndsWith("/take", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ticket_of_very_many_lines_is_read_in_linear_time()
    {
        IEnumerable<string> lines = Enumerable.Repeat("         some text that is as long as a line of a mail mostly is", 400_000).Prepend("Content: Look:");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.EndsWith("mostly is", RtTicket.Parse(lines)["Content"], StringComparison.Ordinal);
        // 24 million characters; each line anew would be a thousand times as much.
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1L << 30);
    }

    [Fact]
    public async Task A_damaged_archive_is_a_failure_and_its_ticket_stays()
    {
        await using var server = new LoopbackServer(static request => request.Path.EndsWith("/content", StringComparison.Ordinal) ? LoopbackAnswer.Of(200, Ok + "PK..\n\n\n") : Answer(request));
        await using RtCollector collector = Create(server, static _ => { });
        Assert.NotNull(Assert.Single(await CollectorFixture.AllAsync(collector)).Failure);
        Assert.DoesNotContain(server.Requests, static request => request.Path.EndsWith("/take", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, "RT/4.4.4 401 Credentials required\n\n"));
        await using RtCollector collector = Create(server, static _ => { });
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(collector));
        Assert.Contains("401", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_has_run_out_is_made_again()
    {
        int searches = 0;
        await using var server = new LoopbackServer(request => request.Path.Contains("search", StringComparison.Ordinal) && Interlocked.Increment(ref searches) == 2
            ? LoopbackAnswer.Of(200, "RT/4.4.4 401 Credentials required\n\n")
            : Answer(request));
        await using RtCollector collector = Create(server, static options => options.SearchStatus = "none");
        await CollectorFixture.AllAsync(collector);
        await CollectorFixture.AllAsync(collector);
        Assert.Equal(2, server.Requests.Count(static request => request.Path == "/REST/1.0/"));
    }

    [Theory]
    [InlineData("x", "2026-05-01", "(Queue='Incident Reports') AND (Created>'2026-05-01T00:00:00') AND (Owner='nobody') AND (Status='new') AND (Subject LIKE 'x')")]
    [InlineData("it's \\ this", "1 day", "(Queue='Incident Reports') AND (Created>'2026-05-03T00:00:00') AND (Owner='nobody') AND (Status='new') AND (Subject LIKE 'it\\'s \\\\ this')")]
    public void A_search_is_what_is_asked_for(string subject, string limit, string expected)
        => Assert.Equal(expected, new RtCollectorOptions { SearchSubjectLike = [subject], SearchNotOlderThan = limit }.QueryAt(new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero)));

    private static RtCollector Create(LoopbackServer server, Action<RtCollectorOptions> change)
    {
        var options = new RtCollectorOptions { Uri = "http://rt.example.com/REST/1.0", User = "u", Password = new Secret("sesame") };
        change(options);
        return new RtCollector(options, LookupFixture.RedirectedTo(server.Url));
    }

    private static LoopbackAnswer Answer(LoopbackRequest request, string url = "https://dl.example.com/report") => request.Path.Split('?')[0] switch
    {
        "/REST/1.0/" => LoopbackAnswer.Bytes("HTTP/1.1 200 OK\r\nSet-Cookie: RT=1; path=/\r\nContent-Length: 17\r\nConnection: close\r\n\r\n" + Ok),
        "/REST/1.0/search/ticket" => LoopbackAnswer.Of(200, Ok + (request.Path.Contains("none", StringComparison.Ordinal) ? "No matching results.\n" : "ticket/7\n\n")),
        "/REST/1.0/ticket/7/attachments" => LoopbackAnswer.Of(200, Ok + "id: ticket/7/attachments\n\nAttachments: 1: (Unnamed) (multipart/mixed / 0b),\n             2: notes (1).txt (text/plain / 1b),\n             3: rep.csv.zip (application/zip / 2k)\n\n"),
        "/REST/1.0/ticket/7/attachments/3/content" => LoopbackAnswer.Bytes(Content(Zip())),
        "/REST/1.0/ticket/7/show" => LoopbackAnswer.Of(200, Ok + "id: ticket/7\nQueue: Incident Reports\nOwner: Nobody\nSubject: Report: daily\nStatus: new\nRequestors: a@example.com,\n            b@example.com\nCreated: Fri May 01 01:02:03 2026\n\n"),
        "/REST/1.0/ticket/7/history" => LoopbackAnswer.Of(200, Ok + "# 1/2 (/total)\n\nid: 9\nTicket: 7\nContent: Look:\n         @url@ and more\n\nCreator: root\nCreated: 2026-05-02 04:05:06\n\n--\n\nid: 10\nContent: other\n".Replace("@url@", url, StringComparison.Ordinal)),
        _ => LoopbackAnswer.Of(200, Ok + "# Done.\n"),
    };

    private static string Content(byte[] zip)
    {
        string body = Ok + Encoding.Latin1.GetString(zip) + "\n\n\n";
        return string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }

    private static byte[] Zip()
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create))
        {
            foreach (string name in (string[])["a.csv", "b.csv"])
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.WriteByte((byte)char.ToUpperInvariant(name[0]));
            }
        }

        return output.ToArray();
    }
}
