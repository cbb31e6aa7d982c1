using System.Data.Common;
using IntelMQ.Export;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes the connection string of an engine's driver.</summary>
internal static class SqlConnectionText
{
    public static string Of(SqlEngine engine, SqlOutputOptions options)
    {
        var text = new DbConnectionStringBuilder();
        // Drivers know whole seconds only, and 0 is no limit to them.
        int connectSeconds = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds);
        bool checksName = options.Sslmode is "verify-full" or "verify-ca";
        switch (engine)
        {
            case SqlEngine.Sqlite:
                text["Data Source"] = options.Database;
                // A file that is not there is an error, not a new database, unless the table is to be made.
                text["Mode"] = options.CreateTable ? "ReadWriteCreate" : "ReadWrite";
                text["Default Timeout"] = connectSeconds;
                break;
            case SqlEngine.PostgreSql:
                text["Host"] = options.Host;
                text["Port"] = options.Port;
                text["Database"] = options.Database;
                text["Username"] = options.User;
                text["SSL Mode"] = options.Sslmode.Replace("-", "", StringComparison.Ordinal);
                text["Timeout"] = connectSeconds;
                break;
            case SqlEngine.SqlServer:
                text["Data Source"] = $"{options.Host},{options.Port}";
                text["Initial Catalog"] = options.Database;
                text["User ID"] = options.User;
                text["Connect Timeout"] = connectSeconds;
                text["Encrypt"] = options.Sslmode is "disable" or "allow" or "prefer" ? "false" : "true";
                text["TrustServerCertificate"] = checksName ? "false" : "true";
                break;
            default:
                text["Server"] = options.Host;
                text["Port"] = options.Port;
                text["Database"] = options.Database;
                text["User ID"] = options.User;
                text["Connection Timeout"] = connectSeconds;
                text["SslMode"] = options.Sslmode switch
                {
                    "disable" => "None",
                    "allow" or "prefer" => "Preferred",
                    "require" => "Required",
                    "verify-ca" => "VerifyCA",
                    _ => "VerifyFull",
                };
                break;
        }

        if (engine != SqlEngine.Sqlite && options.Password is { } password)
            text["Password"] = password.Reveal();
        return text.ConnectionString;
    }
}
