using System.CommandLine;
using IntelMQ.Bots.Sieve;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Rules;
using IntelMQ.Notifications.Stores;
using IntelMQ.Schemas;
using IntelMQ.Store;
using IntelMQ.Tool.Commands.Store;
using Directive = IntelMQ.Notifications.Directives.Directive;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary><c>intelmq mail make</c>: decides for stored events whom to tell.</summary>
internal static class MailMakeCommand
{
    private const int AtOnce = 5000;

    public static Command Create()
    {
        var place = new MailPlace();
        var events = new Option<string>("--events") { Description = "The store of events: a file of SQLite, or a connection string of PostgreSQL.", Required = true };
        var engine = new Option<string>("--events-engine") { Description = "The database of the events: sqlite or postgresql.", DefaultValueFactory = static _ => "sqlite" };
        var hours = new Option<double>("--hours") { Description = "Only events of the last hours, by time.observation. What was decided before is not decided again.", DefaultValueFactory = static _ => 48 };
        var contacts = new Option<FileInfo[]>("--contacts") { Description = "Tables of contacts, those that count more first. Without one, source.abuse_contact of the events is told." };
        var rules = new Option<FileInfo?>("--rules") { Description = "A file of sieve's rules, that decide for each event and contact." };
        var command = new Command("make", "Decides for stored events whom to tell, and how: contacts, rules, cooldown. Mails are made by mail run.\n\nExample:\n  intelmq mail make --events events.db --contacts contacts.csv --rules notify.sieve --database mails.db") { events, engine, hours, contacts, rules };
        place.AddTo(command);
        command.SetAction((arguments, cancellationToken) => place.RunAsync(arguments, async store =>
        {
            Schema schema = place.SchemaOf(arguments);
            if (!Installed.Databases.TryGetValue(arguments.GetRequiredValue(engine), out System.Data.Common.DbProviderFactory? driver) || driver is not IEventStoreDriver stores)
                throw new ArgumentException("There are stores of events in sqlite and postgresql.");
            bool isFile = arguments.GetRequiredValue(engine) == "sqlite";
            string database = arguments.GetRequiredValue(events);
            SqlEventStore source = stores.OpenStore(new SqlStoreSettings
            {
                ConnectionString = isFile ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder { DataSource = database, Mode = Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite }.ConnectionString : database,
                Schema = schema,
            });
            await using (source.ConfigureAwait(false))
            {
                FileInfo[] tables = arguments.GetValue(contacts) ?? [];
                var maker = new DirectiveMaker(new ContactLookup(tables.Select(Read).ToList(), TimeProvider.System), RulesOf(arguments.GetValue(rules), schema)) { TakesEventContacts = tables.Length == 0, History = await HistoryOf(source, cancellationToken).ConfigureAwait(false) };
                var query = new EventQuery { From = TimeProvider.System.GetUtcNow().AddHours(-Math.Abs(arguments.GetValue(hours))), SortBy = "id", Limit = AtOnce, TimeLimit = TimeSpan.FromMinutes(10) };
                (long read, long added, long untold) = await AddAsync(source, store, maker, query, cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"{read} events: {added} to be told that were not known, {untold} events that nobody is told of.").ConfigureAwait(false);
                return 0;
            }
        }));
        return command;
    }

    private static async Task<(long Read, long Added, long Untold)> AddAsync(SqlEventStore source, INotificationStore store, DirectiveMaker maker, EventQuery query, CancellationToken cancellationToken)
    {
        (long read, long added, long untold) = (0, 0, 0);
        while (true)
        {
            var some = new List<StoredEvent>();
            await foreach (StoredEvent one in source.QueryAsync(query, cancellationToken).ConfigureAwait(false))
                some.Add(one);
            if (some.Count == 0)
                return (read, added, untold);
            query = query with { After = some[^1].Cursor };
            IReadOnlyList<EventDirectives> made = await maker.MakeAsync([.. some.Select(static one => one.Message)], Directive.Daily, cancellationToken).ConfigureAwait(false);
            read += some.Count;
            untold += made.Count(static one => one.Directives.Count == 0);
            added += await store.AddAsync([.. made.SelectMany(static one => one.Directives)], cancellationToken).ConfigureAwait(false);
        }
    }

    // IntelMQ's own table has no history beside it.
    private static async Task<IObjectHistory?> HistoryOf(SqlEventStore source, CancellationToken cancellationToken)
    {
        if (await source.ReadVersionAsync(cancellationToken).ConfigureAwait(false) == 0)
            return null;
        await source.TrackAsync(cancellationToken).ConfigureAwait(false);
        return source;
    }

    private static ContactBook Read(FileInfo file)
    {
        using StreamReader text = file.OpenText();
        IReadOnlyList<ContactEntry> entries = ContactFile.Read(text, out IReadOnlyList<ContactFileError> errors);
        foreach (ContactFileError error in errors)
            Console.Error.WriteLine($"{file.Name}: {error}");
        return new ContactBook(file.Name, entries);
    }

    private static INotificationRules RulesOf(FileInfo? file, Schema schema)
    {
        if (file is null)
            return NotificationRules.None;
        return SieveProgram.TryParse(File.ReadAllText(file.FullName), schema, out SieveProgram? program, out IReadOnlyList<SieveError> errors)
            ? NotificationRules.Of(program.Run)
            : throw new ArgumentException(string.Join(Environment.NewLine, errors.Select(error => $"{file.Name}, {error}")));
    }
}
