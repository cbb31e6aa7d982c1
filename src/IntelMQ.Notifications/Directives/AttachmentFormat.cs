namespace IntelMQ.Notifications.Directives;

/// <summary>How a mail holds its events.</summary>
public enum AttachmentFormat
{
    /// <summary>A table, CSV, safe to be opened by spreadsheets.</summary>
    Csv,

    /// <summary>A list of JSON objects with the fields' names.</summary>
    Json,

    /// <summary>A report for each event, XARF 4.</summary>
    Xarf,

    /// <summary>A table in the text of the mail.</summary>
    Inline,
}
