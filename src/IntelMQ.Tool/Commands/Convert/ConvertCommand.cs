using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Bots.Feeds;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Tool.Commands.Convert;

/// <summary><c>intelmq convert</c>: a report through a parser, to JSON lines, CSV or a format of other programs.</summary>
internal static class ConvertCommand
{
    private const long MaxBytes = 1 << 30;

    public static Command Create()
    {
        var report = new Argument<string>("report") { Description = "The report's file, or - for standard input; 1 GiB at most." };
        var parser = new Option<string?>("--parser", "-p") { Description = "The parser's module. Not needed where --feed names a known feed." };
        var feed = new Option<string?>("--feed", "-f") { Description = "The feed's name: 'PROVIDER: NAME' of a known feed, which brings its parser and parameters ('intelmq feeds' lists them), or any other name for feed.name." };
        var to = new Option<string>("--to") { Description = $"What to write: jsonl (JSON lines), csv, or a format of other programs: {string.Join(", ", EventForm.Names[2..])}. Bundles of STIX hold up to 10,000 events, one bundle a line.", DefaultValueFactory = static _ => "jsonl" };
        to.AcceptOnlyFromAmong(EventForm.Names);
        var parameters = new Option<string[]>("--parameter") { Description = "A parameter of the parser: NAME=VALUE; a value that is JSON is taken as that. May be given several times." };
        var fields = new Option<string?>("--fields") { Description = "The columns of CSV, parted by commas. Default: all fields that the events have, but raw." };
        var set = new Option<string[]>("--set") { Description = "A field of the report: FIELD=VALUE, such as feed.provider=Example or extra.file_name=2026-05-04-scan_http.csv. May be given several times." };
        var output = new Option<FileInfo?>("--output", "-o") { Description = "The file to write, which must not be there yet. Default: standard output." };
        Option<DirectoryInfo> config = CommonOptions.Config();
        var command = new Command(
            "convert",
            "Converts a report: its events go to standard output as JSON lines, CSV or in a format of other programs, what failed to standard error with line and reason. Ends with 0 where nothing failed, with 3 where some lines did, with 1 where nothing could be read.\n\nExample:\n  intelmq convert report.csv --parser intelmq.bots.parsers.generic.parser_csv --parameter 'columns=[\"source.ip\", \"source.port\"]' --parameter 'default_fields={\"classification.type\": \"scanner\"}' --to csv")
        {
            report, parser, feed, to, parameters, fields, set, output, config,
        };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            Schema schema = SchemaOf(arguments.GetValue(config));
            byte[] raw = await ReadAsync(arguments.GetRequiredValue(report), cancellationToken).ConfigureAwait(false);
            using var connections = new HttpConnections();
            using ILoggerFactory logs = Workplace.Logs(LogLevel.Warning);
            var services = new BotServices { Schema = schema, Logs = logs, Http = connections, Dns = new DnsResolver(), Databases = Installed.Databases, Formats = Installed.Bots.Formats };
            (Bot bot, Report made) = Prepare(arguments.GetValue(parser), arguments.GetValue(feed), arguments.GetValue(parameters) ?? [], raw, services);
            await using (bot.ConfigureAwait(false))
            {
                Describe(made, arguments.GetRequiredValue(report), arguments.GetValue(set) ?? [], services.Time);
                await bot.StartAsync(cancellationToken).ConfigureAwait(false);
                var conversion = new Conversion((Parser)bot, made, EventForm.Of(arguments.GetRequiredValue(to)), arguments.GetValue(fields)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                using Stream target = arguments.GetValue(output) is { } file ? new FileStream(file.FullName, FileMode.CreateNew) : new TextStream(Console.Out);
                ConversionResult result = await ConversionProgress.ShowAsync(conversion, target, cancellationToken).ConfigureAwait(false);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Events} events, {result.Failed} failures.")).ConfigureAwait(false);
                return result.Failed == 0 ? 0 : result.Events > 0 ? 3 : 1;
            }
        }));
        return command;
    }

    // The fields of an installation only where its folder is named: a report can be converted without one.
    private static Schema SchemaOf(DirectoryInfo? config)
    {
        string? file = config is null ? null : Path.Combine(config.FullName, "harmonization.conf");
        return file is not null && File.Exists(file) ? Schema.Load(file) : Schema.Default;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Stream input = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (input.ConfigureAwait(false))
        {
            using var all = new MemoryStream(path == "-" ? 0 : (int)Math.Min(input.Length, MaxBytes));
            byte[] buffer = new byte[1 << 20];
            int read;
            while ((read = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (all.Length + read > MaxBytes)
                    throw new IOException($"The report has more than {MaxBytes} bytes; split it, or collect it by a pipeline.");
                all.Write(buffer, 0, read);
            }

            return all.ToArray();
        }
    }

    private static (Bot Parser, Report Report) Prepare(string? module, string? feedName, string[] parameters, byte[] raw, BotServices services)
    {
        var given = ToolParameters.Read(parameters);
        Feed? known = feedName is null ? null : new FeedCatalog(Installed.Bots).All.FirstOrDefault(feed => string.Equals(feed.ToString(), feedName, StringComparison.OrdinalIgnoreCase));
        if (module is null && known is null)
            throw new ArgumentException(feedName is null ? "Name a parser (--parser), or a feed that is known (--feed 'PROVIDER: NAME')." : $"There is no feed '{feedName}' that is known: name a parser too (--parser); 'intelmq feeds' lists the feeds.");
        BotDescriptor descriptor = module is null ? known!.Parser.Find() : Installed.Bots.Get(module);
        if (descriptor.Kind != BotKind.Parser)
            throw new ArgumentException($"{descriptor.Module} is no parser.");
        JsonObject all = module is null ? JsonNode.Parse(known!.Parser.Parameters.ToJson().GetRawText())!.AsObject() : [];
        foreach ((string name, JsonNode? value) in given)
            all[name] = value?.DeepClone();
        Report report = known?.CreateReport(raw, services.Schema) ?? new Report(raw, services.Schema);
        if (known is null && feedName is not null)
            report.Set("feed.name", feedName).ThrowIfRefused();
        return (ToolParameters.Create(descriptor, all, services), report);
    }

    private static void Describe(Report report, string path, string[] set, TimeProvider time)
    {
        if (!report.Contains("time.observation"))
            report.Set("time.observation", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        if (path != "-")
            report.Set("extra.file_name", Path.GetFileName(path));
        foreach (string one in set)
        {
            int end = one.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0)
                throw new ArgumentException($"'{one}' is no FIELD=VALUE.");
            report.Set(one[..end], one[(end + 1)..]).ThrowIfRefused();
        }
    }
}
