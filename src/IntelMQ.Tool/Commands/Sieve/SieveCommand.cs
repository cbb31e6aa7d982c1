using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Sieve;
using IntelMQ.Hosting.Trying;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Tool.Commands.Sieve;

/// <summary><c>intelmq sieve</c>: checks rules, and tells what they do with an event.</summary>
internal static class SieveCommand
{
    public static Command Create()
    {
        var command = new Command("sieve", "Checks the rules of a sieve file, or tells what they do with an event.\n\nExample:\n  intelmq sieve check /opt/intelmq/var/lib/bots/sieve/filter.sieve");
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Explain());
        return command;
    }

    private static Command Check()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<OutputType> type = CommonOptions.Type();
        var files = new Argument<string[]>("file") { Description = "Files of rules; - for standard input.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Says what is wrong with rules, with line and column; ends with 0 where nothing is.\n\nExample:\n  intelmq sieve check filter.sieve") { files, config, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            var found = new List<(string File, SieveError Error, bool IsWarning)>();
            foreach (string file in arguments.GetRequiredValue(files))
            {
                SieveProgram.TryParse(await ReadAsync(file, cancellationToken).ConfigureAwait(false), SchemaOf(arguments.GetValue(config)), out SieveProgram? program, out IReadOnlyList<SieveError> errors);
                found.AddRange(errors.Select(error => (file, error, false)));
                found.AddRange((program?.Warnings ?? []).Select(warning => (file, warning, true)));
            }

            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(new JsonArray([.. found.Select(static one => (JsonNode)ToJson(one))]));
            else
                Write(found);
            return found.Exists(static one => !one.IsWarning) ? 1 : 0;
        }));
        return command;
    }

    private static Command Explain()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<OutputType> type = CommonOptions.Type();
        var file = new Argument<string>("file") { Description = "The file of rules." };
        var message = new Argument<string>("event") { Description = "The event as JSON; - for standard input, the default.", DefaultValueFactory = static _ => "-" };
        var command = new Command("explain", "Tells which rules match an event, what each does, and where the event goes; the event is not changed. Ends with 1 where a rule fails.\n\nExample:\n  intelmq sieve explain filter.sieve '{\"__type\": \"Event\", \"source.ip\": \"192.0.2.1\"}'") { file, message, config, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            Schema schema = SchemaOf(arguments.GetValue(config));
            string path = arguments.GetRequiredValue(file);
            if (!SieveProgram.TryParse(await ReadAsync(path, cancellationToken).ConfigureAwait(false), schema, out SieveProgram? program, out IReadOnlyList<SieveError> errors))
            {
                foreach (SieveError error in errors)
                    await Console.Error.WriteLineAsync($"{path}: {error}").ConfigureAwait(false);
                return 1;
            }

            string json = arguments.GetRequiredValue(message) is "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : arguments.GetRequiredValue(message);
            if (!new MessageReader(schema).TryReadEvent(Encoding.UTF8.GetBytes(json), out Event? given, out MessageError? wrong))
                throw new InvalidDataException($"That is no event: {wrong}");
            SieveExplanation explanation = program.Explain(given);
            IReadOnlyList<FieldChange> changes = FieldChange.Between(given, explanation.Result);
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(ToJson(explanation, changes));
            else
                Write(explanation, changes);
            return explanation.Error is null ? 0 : 1;
        }));
        return command;
    }

    private static Schema SchemaOf(DirectoryInfo? config)
    {
        string? file = config is null ? null : Path.Combine(config.FullName, "harmonization.conf");
        return file is not null && File.Exists(file) ? Schema.Load(file) : Schema.Default;
    }

    private static Task<string> ReadAsync(string file, CancellationToken cancellationToken)
        => file == "-" ? Console.In.ReadToEndAsync(cancellationToken) : File.ReadAllTextAsync(file, cancellationToken);

    private static void Write(List<(string File, SieveError Error, bool IsWarning)> found)
    {
        foreach ((string file, SieveError error, bool isWarning) in found)
            Console.Out.WriteLine($"{(isWarning ? "warning" : "error")}: {file}: {error}");
        if (found.Count == 0)
            Console.Out.WriteLine("No issues found.");
    }

    private static void Write(SieveExplanation explanation, IReadOnlyList<FieldChange> changes)
    {
        Console.Out.WriteLine(explanation);
        foreach (FieldChange change in changes)
            Console.Out.WriteLine($"  {change}");
    }

    private static JsonObject ToJson((string File, SieveError Error, bool IsWarning) one) => new JsonObject
    {
        ["file"] = one.File,
        ["line"] = one.Error.Line,
        ["column"] = one.Error.Column,
        ["level"] = one.IsWarning ? "warning" : "error",
        ["message"] = one.Error.Message,
    };

    private static JsonObject ToJson(SieveExplanation explanation, IReadOnlyList<FieldChange> changes) => new JsonObject
    {
        ["steps"] = new JsonArray([.. explanation.Steps.Select(static step => (JsonNode)new JsonObject
        {
            ["line"] = step.Line,
            ["column"] = step.Column,
            ["depth"] = step.Depth,
            ["kind"] = step.Kind == SieveStepKind.Match ? "match" : "action",
            ["text"] = step.Text,
            ["outcome"] = step.Outcome,
        })]),
        ["paths"] = new JsonArray([.. explanation.Verdict.Paths.Select(static path => (JsonNode)JsonValue.Create(path))]),
        ["changes"] = new JsonArray([.. changes.Select(static change => (JsonNode)new JsonObject
        {
            ["field"] = change.Name,
            ["before"] = change.Before is null ? null : JsonNode.Parse(change.Before),
            ["after"] = change.After is null ? null : JsonNode.Parse(change.After),
        })]),
        ["error"] = explanation.Error?.Message,
    };
}
