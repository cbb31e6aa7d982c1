using System.Data.Common;
using System.Globalization;
using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Looks up a row of a database by fields of the event, and copies columns of the row to other fields.</summary>
/// <remarks>
/// The driver comes from the host (<see cref="BotServices.Databases"/>): <c>["sqlite"] = SqliteFactory.Instance</c> of the package
/// Microsoft.Data.Sqlite, <c>["postgresql"] = NpgsqlFactory.Instance</c> of the package Npgsql. Names are quoted, values are always
/// parameters. An event that lacks one of <c>match_fields</c> passes, and without <c>overwrite</c> one that has all targets. More than
/// one matching row is a failure. A null, an empty text and a value that its field cannot hold leave the field as it is.
/// </remarks>
[Bot("intelmq.bots.experts.generic_db_lookup.expert", BotKind.Expert)]
public sealed partial class GenericDbLookupExpert : LookupExpert
{
    private readonly GenericDbLookupExpertOptions _options;
    private readonly LookupCache<DatabaseValue?[]?> _rows;
    private DatabaseTable? _table;
    private long _notBefore = long.MinValue;

    /// <summary>Creates the expert.</summary>
    public GenericDbLookupExpert(GenericDbLookupExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _rows = NewCache<DatabaseValue?[]?>();
    }

    /// <inheritdoc/>
    /// <remarks>Asks the database once, so that a wrong name of a table or column is known before the first event.</remarks>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        DatabaseTable table = Table();
        try
        {
            await table.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw Refusal($"the database cannot be asked: {exception.Message.TrimEnd('.')}.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The database gave no answer.</exception>
    /// <exception cref="InvalidDataException">More than one row matches, or a value of it cannot stand in an event.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        object[]? values = ValuesOf(message);
        if (values is null || (!_options.Overwrite && _options.ReplaceFields.All(pair => !message[pair.Value].IsMissing)))
            return Verdict.Keep;
        DatabaseValue?[]? row = await _rows.GetAsync(KeyOf(values), token => AskAsync(values, token), cancellationToken).ConfigureAwait(false);
        for (int i = 0; row is not null && i < row.Length; i++)
            Put(message, _options.ReplaceFields[i].Value, row[i]);
        return Verdict.Keep;
    }

    private object[]? ValuesOf(Event message)
    {
        var values = new object[_options.MatchFields.Count];
        for (int i = 0; i < values.Length; i++)
        {
            FieldValue value = message[_options.MatchFields[i].Key];
            if (value.IsMissing || value.Kind == FieldValueKind.Null)
                return null;
            values[i] = value.Kind switch
            {
                FieldValueKind.Number when value.TryGetInt64(out long number) => number,
                FieldValueKind.Number when value.TryGetDouble(out double number) => number,
                FieldValueKind.Boolean => value.Utf8.SequenceEqual("true"u8),
                _ => value.ToString(),
            };
        }

        return values;
    }

    // Lengths keep apart what would be the same when joined.
    private static string KeyOf(object[] values)
    {
        var key = new StringBuilder();
        foreach (object value in values)
        {
            string text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            key.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text}{value.GetType().Name};");
        }

        return key.ToString();
    }

    private async Task<Answer<DatabaseValue?[]?>> AskAsync(object[] values, CancellationToken cancellationToken)
    {
        DatabaseTable table = Table();
        await PauseAsync(cancellationToken).ConfigureAwait(false);
        using var late = new CancellationTokenSource(_options.ConnectTimeout + _options.QueryTimeout + TimeSpan.FromSeconds(1), Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return new(await table.FindAsync(values, either.Token).ConfigureAwait(false), _options.CacheTtl);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed("it gave no answer in time", exception);
        }
        catch (Exception exception) when (exception is DbException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw Failed(exception.Message.TrimEnd('.'), exception);
        }
    }

    private LookupException Failed(string reason, Exception exception)
    {
        Volatile.Write(ref _notBefore, Services.Time.GetTimestamp() + (long)(_options.ReconnectDelay.TotalSeconds * Services.Time.TimestampFrequency));
        return new($"The database {_options.Database} gave no answer: {reason}.", exception);
    }

    private Task PauseAsync(CancellationToken cancellationToken)
    {
        long left = Volatile.Read(ref _notBefore) - Services.Time.GetTimestamp();
        return _options.ReconnectDelay == TimeSpan.Zero || left <= 0
            ? Task.CompletedTask
            : Task.Delay(TimeSpan.FromSeconds((double)left / Services.Time.TimestampFrequency), Services.Time, cancellationToken);
    }

    private void Put(Event message, string field, DatabaseValue? value)
    {
        FieldValue wire = value is null ? FieldValue.Missing : value.Wire;
        if (wire.IsIgnored)
            return;
        if (_options.Overwrite)
            message.Set(field, wire);
        else
            message.SetIfAbsent(field, wire);
    }

    private DatabaseTable Table()
    {
        if (_table is not null)
            return _table;
        string engine = _options.Engine!.ToLowerInvariant();
        if (!Services.Databases.TryGetValue(engine, out DbProviderFactory? driver))
            throw Refusal(engine == "sqlite"
                ? "the host hands in no driver for sqlite: reference the package Microsoft.Data.Sqlite and set BotServices.Databases[\"sqlite\"] to SqliteFactory.Instance."
                : "the host hands in no driver for postgresql: reference the package Npgsql and set BotServices.Databases[\"postgresql\"] to NpgsqlFactory.Instance.");
        return _table = new DatabaseTable(driver, engine == "sqlite", _options);
    }
}
