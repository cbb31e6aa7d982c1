using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Brokers;

/// <summary>The queues that a configuration names, by IntelMQ's parameters <c>source_pipeline_*</c> and <c>destination_pipeline_*</c>.</summary>
/// <param name="Name">The broker: <c>redis</c> (IntelMQ's default), <c>amqp</c>, <c>sqlite</c>, <c>redis-streams</c>, <c>memory</c>.</param>
public sealed record BrokerSettings(string Name)
{
    /// <summary>The server's name, address or socket; the file for <c>sqlite</c>.</summary>
    public string? Host { get; init; }

    /// <summary>The server's port.</summary>
    public int? Port { get; init; }

    /// <summary>The number of the server's database.</summary>
    public int? Database { get; init; }

    /// <summary>The user.</summary>
    public string? Username { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }

    /// <summary>The virtual host (AMQP).</summary>
    public string? VirtualHost { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool UsesTls { get; init; }

    /// <summary>Reads the settings that count for all bots.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="complaints">Takes what is wrong: one process reads and writes the queues of one broker.</param>
    public static BrokerSettings Read(RuntimeConfiguration configuration, ICollection<PipelineComplaint> complaints)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(complaints);
        var source = new Reader(configuration, "source", complaints);
        var destination = new Reader(configuration, "destination", complaints);
        BrokerSettings read = source.Read();
        BrokerSettings written = destination.Read();
        if (configuration.Bots.Count > 0 && (read.Name, read.Host, read.Port, read.Database) != (written.Name, written.Host, written.Port, written.Database))
        {
            complaints.Add(new PipelineComplaint(
                $"The pipeline: what is read from and what is written to must be the same queues, but source_pipeline_* names {read.Shown} and destination_pipeline_* {written.Shown}.")
            { Parameter = "destination_pipeline_broker" });
        }

        return read;
    }

    /// <summary>Where it is, for people; without secrets.</summary>
    public string Shown => string.Create(CultureInfo.InvariantCulture, $"{Name} {Host}{(Port is { } port ? $":{port}" : "")}{(Database is { } database ? $", database {database}" : "")}").TrimEnd();

    private sealed class Reader(RuntimeConfiguration configuration, string side, ICollection<PipelineComplaint> complaints)
    {
        public BrokerSettings Read()
        {
            string name = Text("broker")?.ToLowerInvariant() ?? "redis";
            return new BrokerSettings(name)
            {
                Host = Text("host") ?? (name is "redis" or "redis-streams" or "amqp" ? "127.0.0.1" : null),
                Port = Number("port") ?? name switch { "redis" or "redis-streams" => 6379, "amqp" => 5672, _ => null },
                Database = Number("db") ?? (name is "redis" or "redis-streams" ? 2 : null),
                Username = Text("username"),
                Password = Text("password") is { Length: > 0 } password ? new Secret(password) : null,
                VirtualHost = Text("amqp_virtual_host"),
                UsesTls = Value("ssl") is { } tls && RuntimeBot.IsTrue(tls),
            };
        }

        private DocumentNode? Value(string name)
        {
            string parameter = $"{side}_pipeline_{name}";
            DocumentNode? common = configuration.Parameter(parameter);
            foreach (RuntimeBot bot in configuration.Bots)
            {
                if (bot.Parameter(parameter) is { } own && own.ToJson().GetRawText() != common?.ToJson().GetRawText())
                    complaints.Add(new PipelineComplaint($"{parameter} is another one than that of all bots, but one process uses the queues of one broker: set it in global.") { Bot = bot.Id, Parameter = parameter, Place = own.Place });
            }

            return common;
        }

        private string? Text(string name) => Value(name) is { IsScalar: true } node ? node.Text : null;

        private int? Number(string name)
        {
            if (Value(name) is not { Kind: not DocumentKind.Null } node)
                return null;
            if (node.IsScalar && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                return number;
            complaints.Add(new PipelineComplaint($"The pipeline: {side}_pipeline_{name} must be a whole number.") { Parameter = $"{side}_pipeline_{name}", Place = node.Place });
            return null;
        }
    }
}
