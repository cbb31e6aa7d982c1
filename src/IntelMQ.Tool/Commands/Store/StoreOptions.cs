using System.CommandLine;
using System.Data.Common;
using IntelMQ.Bots.Sieve;
using IntelMQ.Schemas;
using IntelMQ.Store;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Tool.Commands.Store;

/// <summary>Where a store is, and which of its events are meant.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string> _engine = new("--engine") { Description = "The database: sqlite or postgresql.", DefaultValueFactory = static _ => "sqlite" };
    private readonly Option<string> _database = new("--database", "-d") { Description = "The file of SQLite; for PostgreSQL the connection string, such as \"Host=localhost;Database=intelmq-events;Username=intelmq\" (the password may come from PGPASSWORD).", Required = true };
    private readonly Option<string> _table = new("--table") { Description = "The table of events.", DefaultValueFactory = static _ => "events" };
    private readonly Option<string?> _from = new("--from") { Description = "Only events of this time or later: a date or time." };
    private readonly Option<string?> _until = new("--until") { Description = "Only events before this time." };
    private readonly Option<DirectoryInfo> _config = CommonOptions.Config();
    private readonly Argument<string> _condition = new("condition") { Description = "A condition of sieve, as after if: \"source.ip << '192.0.2.0/24'\". Without it, all events.", DefaultValueFactory = static _ => "" };

    public void AddPlace(Command command)
    {
        foreach (Option option in new Option[] { _engine, _database, _table, _config })
            command.Options.Add(option);
    }

    public void AddCondition(Command command, bool hasTimes = true)
    {
        command.Arguments.Add(_condition);
        if (!hasTimes)
            return;
        command.Options.Add(_from);
        command.Options.Add(_until);
    }

    public SqlEventStore Open(ParseResult arguments, bool creates = false)
    {
        string engine = arguments.GetRequiredValue(_engine);
        if (!Installed.Databases.TryGetValue(engine, out DbProviderFactory? driver) || driver is not IEventStoreDriver stores)
            throw new ArgumentException($"There is no store in '{engine}'; there are sqlite and postgresql.");
        string database = arguments.GetRequiredValue(_database);
        return stores.OpenStore(new SqlStoreSettings
        {
            ConnectionString = engine == "sqlite"
                ? new SqliteConnectionStringBuilder { DataSource = database, Mode = creates ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite }.ConnectionString
                : database,
            Table = arguments.GetRequiredValue(_table),
            Schema = SchemaOf(arguments.GetValue(_config)),
        });
    }

    /// <summary>The events that are meant.</summary>
    /// <exception cref="ArgumentException">The condition or a time is none; the text says what is wrong.</exception>
    public EventQuery Query(ParseResult arguments, Schema schema) => new()
    {
        Filter = Condition(arguments, schema),
        From = Time(arguments.GetValue(_from)),
        Until = Time(arguments.GetValue(_until)),
    };

    public EventFilter Condition(ParseResult arguments, Schema schema)
        => SieveSearch.TryParse(arguments.GetRequiredValue(_condition), schema, TimeProvider.System, out EventFilter? filter, out IReadOnlyList<SieveError> errors)
            ? filter
            : throw new ArgumentException(string.Join(Environment.NewLine, errors));

    public string Text(ParseResult arguments) => arguments.GetRequiredValue(_condition);

    private static DateTimeOffset? Time(string? text)
    {
        if (text is null)
            return null;
        return Harmonization.UtcTime.TryParseStrict(System.Text.Encoding.UTF8.GetBytes(text), out DateTimeOffset time) ? time : throw new ArgumentException($"'{text}' is no time.");
    }

    private static Schema SchemaOf(DirectoryInfo? config)
    {
        string? file = config is null ? null : Path.Combine(config.FullName, "harmonization.conf");
        return file is not null && File.Exists(file) ? Schema.Load(file) : Schema.Default;
    }
}
