using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.Export;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Tables;

/// <summary>A table for events in a file; knows which errors are an event's and which the file's.</summary>
internal sealed class SqliteEventTable(DbProviderFactory driver, EventTableSettings settings) : AdoEventTable(driver, SqlEngine.Sqlite, settings)
{
    // SQLite's numbers: a statement that cannot be, too big, a constraint, a type, too many values.
    private const int Error = 1;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int Range = 25;

    /// <summary>Whether an error is an event's.</summary>
    public static bool IsRefusal(DbException exception) => exception is SqliteException { SqliteErrorCode: var code }
        && (code is TooBig or Constraint or Mismatch or Range || (code == Error && !exception.Message.Contains("no such table", StringComparison.Ordinal)));

    protected override Exception Explain(DbException exception) => IsRefusal(exception) ? Refusal(exception) : Failed(exception);
}
