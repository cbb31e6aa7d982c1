using System.CommandLine;
using System.Data.Common;
using IntelMQ.Export;
using IntelMQ.Notifications.Stores;
using IntelMQ.Schemas;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary>Where directives and mails are kept.</summary>
internal sealed class MailPlace
{
    private readonly Option<string> _engine = new("--engine") { Description = "The database: sqlite or postgresql.", DefaultValueFactory = static _ => "sqlite" };
    private readonly Option<string> _database = new("--database", "-d") { Description = "The file of SQLite, made where it is missing; for PostgreSQL the connection string (the password may come from PGPASSWORD).", Required = true };
    private readonly Option<DirectoryInfo> _config = CommonOptions.Config();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _engine, _database, _config })
            command.Options.Add(option);
    }

    /// <summary>Runs what a command does with the store.</summary>
    public Task<int> RunAsync(ParseResult arguments, Func<INotificationStore, Task<int>> work) => Workplace.GuardAsync(async () =>
    {
        string engine = arguments.GetRequiredValue(_engine);
        if (!Installed.Databases.TryGetValue(engine, out DbProviderFactory? driver))
            throw new ArgumentException($"There is no store in '{engine}'; there are sqlite and postgresql.");
        string database = arguments.GetRequiredValue(_database);
        var store = new SqlNotificationStore(new SqlNotificationSettings(
            driver,
            engine == "sqlite" ? SqlEngine.Sqlite : SqlEngine.PostgreSql,
            engine == "sqlite" ? new SqliteConnectionStringBuilder { DataSource = database }.ConnectionString : database)
        {
            Schema = SchemaOf(arguments),
        });
        await using (store.ConfigureAwait(false))
        {
            await store.MigrateAsync(CancellationToken.None).ConfigureAwait(false);
            return await work(store).ConfigureAwait(false);
        }
    });

    public Schema SchemaOf(ParseResult arguments)
    {
        string? file = arguments.GetValue(_config) is { } config ? Path.Combine(config.FullName, "harmonization.conf") : null;
        return file is not null && File.Exists(file) ? Schema.Load(file) : Schema.Default;
    }

    public static Option<string> By() => new("--by") { Description = "Who decides it.", DefaultValueFactory = static _ => Environment.UserName };
}
