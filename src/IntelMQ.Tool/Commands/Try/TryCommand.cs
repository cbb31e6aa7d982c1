using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Trying;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Tool.Commands.Try;

/// <summary><c>intelmq try</c>: one line of a feed, or one event, through a pipeline, and what each bot did to it.</summary>
internal static class TryCommand
{
    private const int MaxChars = 64 << 20;

    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<OutputType> type = CommonOptions.Type();
        var input = new Argument<string>("input") { Description = "A line of a feed, with its header where it needs one; or an event or report as JSON, as IntelMQ writes it; - for standard input." };
        var from = new Option<string?>("--from", "-f") { Description = "The bot of the configuration that gets it. Default: the only parser for a line, which must be named where there are several." };
        var modules = new Option<string[]>("--bots", "-b") { Description = "Modules to take it through, one after the other, instead of a configuration's bots; a parser first for a line.", AllowMultipleArgumentsPerToken = true };
        var parameters = new Option<string[]>("--parameter") { Description = "A parameter of the modules: NAME=VALUE, or NUMBER.NAME=VALUE for one of them, counted from 1." };
        var command = new Command(
            "try",
            "Takes one line of a feed, or one event, through a pipeline bot by bot, and tells what each did to it: fields added (+), changed (~) and removed (-), paths, who dropped it. Nothing is stored or sent. Ends with 0, or with 1 where a bot failed.\n\nExample:\n  intelmq try '192.0.2.1,80' --from csv-parser --config /opt/intelmq/etc\n  intelmq try '{\"__type\": \"Event\", \"classification.type\": \"scanner\"}' --bots intelmq.bots.experts.taxonomy.expert")
        {
            input, from, modules, parameters, config, type,
        };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            string text = arguments.GetRequiredValue(input) is "-" ? await ReadAsync(cancellationToken).ConfigureAwait(false) : arguments.GetRequiredValue(input);
            string[] named = [.. (arguments.GetValue(modules) ?? []).SelectMany(static one => one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
            PipelineDefinition definition;
            Schema schema = Schema.Default;
            if (named.Length > 0)
            {
                definition = ChainOf(named, arguments.GetValue(parameters) ?? []);
            }
            else
            {
                RuntimeConfiguration configuration = Workplace.Of(arguments.GetValue(config), null).Load();
                definition = configuration.ToDefinition(Installed.Bots);
                schema = configuration.Schema;
            }

            Message message = MessageOf(text, schema);
            using var connections = new HttpConnections();
            var options = new PipelineOptions
            {
                Schema = schema,
                Services = new BotServices { Schema = schema, Logs = NullLoggerFactory.Instance, Http = connections, Dns = new DnsResolver(), Databases = Installed.Databases },
            };
            string start = arguments.GetValue(from) ?? (named.Length > 0 ? definition.Bots[0].Id : StartOf(definition, message));
            IReadOnlyList<TrialStep> steps = await PipelineTrial.RunAsync(definition, Installed.Bots, options, start, message, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(new JsonArray([.. steps.Select(TrialText.ToJson)]));
            else
                TrialText.Write(steps);
            return steps.Any(static step => step.Failures.Count > 0) ? 1 : 0;
        }));
        return command;
    }

    private static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        char[] buffer = new char[1 << 16];
        int read;
        while ((read = await Console.In.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (text.Length + read > MaxChars)
                throw new IOException("That is too much to be tried.");
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static Message MessageOf(string text, Schema schema)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (text.TrimStart().StartsWith('{') && new MessageReader(schema).TryRead(bytes, out Message? message, out _))
            return message;
        var report = new Report(bytes, schema);
        report.Set("time.observation", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
        return report;
    }

    private static string StartOf(PipelineDefinition definition, Message message)
    {
        BotKind wanted = message is Report ? BotKind.Parser : BotKind.Expert;
        string[] fitting = [.. definition.Bots.Where(bot => bot.RunsHere && Installed.Bots.TryGet(bot.Module, out BotDescriptor? known) && known.Kind == wanted).Select(static bot => bot.Id)];
        return fitting.Length switch
        {
            0 => throw new ArgumentException($"There is no bot that takes {(message is Report ? "reports" : "events")}; name one with --from."),
            1 => fitting[0],
            _ => throw new ArgumentException($"Say which bot gets it (--from): {string.Join(", ", fitting)}."),
        };
    }

    private static PipelineDefinition ChainOf(string[] modules, string[] parameters)
    {
        var bots = new List<BotDefinition>();
        for (int i = 0; i < modules.Length; i++)
        {
            BotDescriptor descriptor = Installed.Bots.Get(modules[i]);
            string prefix = $"{i + 1}.";
            IEnumerable<string> own = parameters
                .Where(parameter => parameter.StartsWith(prefix, StringComparison.Ordinal) || !IsNumbered(parameter))
                .Select(parameter => parameter.StartsWith(prefix, StringComparison.Ordinal) ? parameter[prefix.Length..] : parameter)
                .Where(parameter => modules.Length == 1 || IsNumbered(parameter) || descriptor.Parameters.Any(known => parameter.StartsWith(known.Name + "=", StringComparison.Ordinal)));
            bots.Add(new BotDefinition
            {
                Id = IdOf(descriptor, i),
                Module = descriptor.Module,
                Parameters = ParameterValues.Parse(ToolParameters.Read(own).ToJsonString(), ParameterSource.IntelMQ),
                Destinations = i + 1 < modules.Length ? [new BotDestination(BotPath.Default, IdOf(Installed.Bots.Get(modules[i + 1]), i + 1))] : [],
            });
        }

        return new PipelineDefinition { Bots = bots };
    }

    private static bool IsNumbered(string parameter) => parameter.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && parameter.AsSpan(0, dot).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string IdOf(BotDescriptor bot, int index) => $"{index + 1}-{bot.Module.Split('.') switch { [.., var name, _] => name, var all => all[^1] }}";
}
