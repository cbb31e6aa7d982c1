using IntelMQ.Bots;
using Npgsql;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>Tells errors of an event from those of the service.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>What is thrown for a driver's error.</summary>
    public static Exception Of(NpgsqlException exception)
    {
        if (exception is PostgresException error && IsRefusal(error.SqlState))
        {
            string column = error.ColumnName is { } name ? $" (column {name})" : error.Where is { } place ? $" ({FirstLine(place)})" : "";
            return new RefusedException($"PostgreSQL refuses the event with {error.SqlState}: {error.MessageText}{column}.", exception);
        }

        string reason = exception is PostgresException told ? $"{told.MessageText} ({told.SqlState})" : (exception.InnerException ?? exception).Message.TrimEnd('.');
        return new DatabaseServiceException($"PostgreSQL stores nothing: {reason}.", exception);
    }

    // Data, constraints, statements, too many columns, conditions of views, and what triggers raise; a missing table or right may come yet.
    private static bool IsRefusal(string state)
        => state.Length == 5 && state[..2] is "22" or "23" or "42" or "44" or "54" or "P0" && state is not ("42P01" or "42501");

    // The rest holds the value that was refused, at any length.
    private static string FirstLine(string place)
    {
        int end = place.AsSpan().IndexOfAny('\n', ':');
        return end < 0 ? place : place[..end];
    }
}
