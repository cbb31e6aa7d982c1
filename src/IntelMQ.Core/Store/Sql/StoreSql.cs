using System.Data.Common;
using IntelMQ.Export;

namespace IntelMQ.Store;

/// <summary>What the databases' dialects differ in where events are asked for.</summary>
internal abstract class StoreSql
{
    public abstract SqlEngine Engine { get; }

    /// <summary>A parameter as a value of the column.</summary>
    public abstract string Typed(BoundField field, string? columnType, string parameter);

    /// <summary>A column as the text that an event's JSON has; numbers and booleans may come as they are.</summary>
    public abstract string Text(string column, FieldForm form, string columnType);

    /// <summary>The beginning of the span that a time lies in.</summary>
    public abstract string Beginning(string column, TimeBucket span);

    public abstract string IsInside(SqlQuestion question, BoundNetworks test, string column, string columnType);

    public abstract string IsBelow(string column, string domain, string below, int length);

    public abstract string Contains(string column, string text);

    public abstract string Member(SqlQuestion question, BoundTest test, string column, string columnType);

    public abstract string HasMember(SqlQuestion question, BoundExists test, string column, string columnType);

    /// <summary>The order of texts by their UTF-8.</summary>
    public abstract string ByBytes(string column);

    public string Quoted(string name) => SqlText.Quoted(Engine, name);

    /// <summary>A condition on a member of <c>extra</c> is also one on a value of none.</summary>
    public static void AddParameter(DbCommand command, string name, object value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
