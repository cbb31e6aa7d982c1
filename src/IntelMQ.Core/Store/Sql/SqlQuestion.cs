using System.Data.Common;
using System.Globalization;
using System.Text;

namespace IntelMQ.Store;

/// <summary>A question's SQL as it is written, with its values.</summary>
internal sealed class SqlQuestion(StoreSql sql, IReadOnlyDictionary<string, string> columns)
{
    private readonly List<object> _values = [];
    private readonly List<BoundFilter> _tests = [];

    public StoreSql Sql => sql;

    public IReadOnlyDictionary<string, string> Columns => columns;

    public StringBuilder Text { get; } = new();

    /// <summary>Conditions that the database asks this process about, by their number.</summary>
    public IReadOnlyList<BoundFilter> Tests => _tests;

    public string Add(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count - 1}");
    }

    public int AddTest(BoundFilter test)
    {
        _tests.Add(test);
        return _tests.Count - 1;
    }

    public DbCommand ToCommand(DbConnection connection)
    {
        DbCommand command = connection.CreateCommand();
        SetText(command, Text.ToString());
        for (int i = 0; i < _values.Count; i++)
            StoreSql.AddParameter(command, string.Create(CultureInfo.InvariantCulture, $"@p{i}"), _values[i]);
        return command;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Made here, of quoted names; values are parameters.")]
    public static void SetText(DbCommand command, string text) => command.CommandText = text;
}
