using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Hosting.Operation;

namespace IntelMQ.Tool.Commands.Alerts;

/// <summary><c>intelmq alerts</c>: what a running host has raised, and who takes care of it.</summary>
internal static class AlertsCommand
{
    public static Command Create()
    {
        var command = new Command("alerts", "Shows the alerts that are raised and says who takes care of them. They are read from the state folder, whether the host runs or not.\n\nExample:\n  intelmq alerts list --state /var/lib/intelmq-net");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Own());
        command.Subcommands.Add(Acknowledge());
        return command;
    }

    private static Command List()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<OutputType> type = CommonOptions.Type();
        var command = new Command("list", "Shows the alerts that are raised. Ends with 1 where one is that nobody has acknowledged.\n\nExample:\n  intelmq alerts list --type json") { config, state, type };
        command.SetAction((arguments, _) => Workplace.GuardAsync(async () =>
        {
            IReadOnlyList<Alert> alerts = Files(arguments, config, state).ReadRaised();
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            if (arguments.GetValue(type) == OutputType.Json)
            {
                Answer.Write(new JsonArray([.. alerts.Select(alert => (JsonNode)Json(alert, now))]));
            }
            else
            {
                foreach (Alert alert in alerts)
                    await Console.Out.WriteLineAsync(Line(alert, now)).ConfigureAwait(false);
                if (alerts.Count == 0)
                    await Console.Out.WriteLineAsync("No alerts.").ConfigureAwait(false);
            }

            return alerts.All(alert => alert.IsAcknowledged(now)) ? 0 : 1;
        }));
        return command;
    }

    private static Command Own()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Argument<string> key = Key();
        var owner = new Argument<string>("owner") { Description = "Who takes care of it; an empty text for nobody." };
        Option<string?> note = Note();
        var command = new Command("own", "Says who takes care of an alert. It stays when the alert is over, and counts when it is raised again.\n\nExample:\n  intelmq alerts own silent:feodo-collector alice --note \"asked the provider\"") { key, owner, note, config, state };
        command.SetAction((arguments, _) => Workplace.GuardAsync(() =>
        {
            string name = arguments.GetRequiredValue(owner);
            Files(arguments, config, state).Change(Checked(arguments.GetRequiredValue(key)), care => care with { Owner = name.Length == 0 ? null : name, Note = arguments.GetValue(note) ?? care.Note });
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Acknowledge()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Argument<string> key = Key();
        Option<string?> note = Note();
        var until = new Option<string>("--until") { Description = "Until when: a time (2027-01-31T08:00Z), or how long from now (30m, 8h, 3d); 0 for no longer.", DefaultValueFactory = static _ => "24h" };
        var command = new Command("acknowledge", "Says that an alert was seen: until then nobody is told of it, and the host counts as healthy.\n\nExample:\n  intelmq alerts acknowledge queue:file-output --until 8h --note \"the disk is being replaced\"") { key, until, note, config, state };
        command.SetAction((arguments, _) => Workplace.GuardAsync(() =>
        {
            DateTimeOffset? time = Until(arguments.GetRequiredValue(until), TimeProvider.System.GetUtcNow());
            Files(arguments, config, state).Change(Checked(arguments.GetRequiredValue(key)), care => care with { AcknowledgedUntil = time, Note = arguments.GetValue(note) ?? care.Note });
            return Task.FromResult(0);
        }));
        return command;
    }

    internal static DateTimeOffset? Until(string text, DateTimeOffset now)
    {
        if (text == "0")
            return null;
        if (text.Length > 1 && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 10_000)
        {
            switch (text[^1])
            {
                case 'm':
                    return now.AddMinutes(number);
                case 'h':
                    return now.AddHours(number);
                case 'd':
                    return now.AddDays(number);
            }
        }

        return text.Contains('-', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw new ArgumentException($"--until cannot be '{text}': give a time such as 2027-01-31T08:00Z, or how long, such as 30m, 8h, 3d.");
    }

    private static Argument<string> Key() => new("alert") { Description = "The alert: silent, failures or queue, a colon, the bot's id." };

    private static Option<string?> Note() => new("--note") { Description = "What others should know." };

    private static string Checked(string key)
        => key.Split(':', 2) is ["silent" or "failures" or "queue", { Length: > 0 }] ? key : throw new ArgumentException($"'{key}' names no alert: it is silent, failures or queue, a colon, the bot's id.");

    private static AlertFiles Files(ParseResult arguments, Option<DirectoryInfo> config, Option<DirectoryInfo> state)
        => new(Workplace.Of(arguments.GetValue(config), arguments.GetValue(state)).State);

    private static string Line(Alert alert, DateTimeOffset now)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{alert.Since:yyyy-MM-dd HH:mm} {alert.Key}: {alert.Text}");
        if (alert.Care.Owner is { } owner)
            line += $" Owner: {owner}.";
        if (alert.Care.Note is { } note)
            line += $" Note: {note}";
        return alert.IsAcknowledged(now) ? line + string.Create(CultureInfo.InvariantCulture, $" Acknowledged until {alert.Care.AcknowledgedUntil:yyyy-MM-dd HH:mm}.") : line;
    }

    private static JsonObject Json(Alert alert, DateTimeOffset now) => new()
    {
        ["key"] = alert.Key,
        ["rule"] = alert.Rule,
        ["bot"] = alert.Bot,
        ["text"] = alert.Text,
        ["since"] = alert.Since.ToString("O", CultureInfo.InvariantCulture),
        ["owner"] = alert.Care.Owner,
        ["note"] = alert.Care.Note,
        ["acknowledged_until"] = alert.Care.AcknowledgedUntil?.ToString("O", CultureInfo.InvariantCulture),
        ["is_acknowledged"] = alert.IsAcknowledged(now),
    };
}
