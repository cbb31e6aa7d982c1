namespace IntelMQ.Export;

/// <summary>The kinds of databases that events are stored in.</summary>
public enum SqlEngine
{
    /// <summary>PostgreSQL; <c>postgresql</c> in IntelMQ's parameters.</summary>
    PostgreSql,

    /// <summary>SQLite; <c>sqlite</c>.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server; <c>mssql</c>.</summary>
    SqlServer,

    /// <summary>MySQL and MariaDB; <c>mysql</c>.</summary>
    MySql,
}
