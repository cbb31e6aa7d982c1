namespace IntelMQ.PostgreSql.Tables;

/// <summary>The types of columns whose binary form is known.</summary>
internal enum ColumnKind
{
    /// <summary>Another type: its column takes text.</summary>
    Other,
    Text,
    Json,
    Jsonb,
    Inet,
    TimestampTz,
    Boolean,
    Int16,
    Int32,
    Int64,
    Single,
    Double,
    Uuid,
}

/// <summary>A column of the table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Which form its values have.</param>
/// <param name="TypeName">The type, for messages.</param>
internal sealed record TableColumn(string Name, ColumnKind Kind, string TypeName);
