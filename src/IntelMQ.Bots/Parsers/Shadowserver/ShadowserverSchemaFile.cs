using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>The file that holds the schema: read when needed, and again when it has changed.</summary>
internal sealed class ShadowserverSchemaFile(string path, ILogger log)
{
    /// <summary>The largest file that is read; Shadowserver's own has less than 1 MiB.</summary>
    private const long MaxSize = 64 * 1024 * 1024;

    private ShadowserverSchema? _schema;
    private DateTime _read;
    private long _size;

    /// <summary>The file's path.</summary>
    public string Path => path;

    /// <summary>The schema as the file has it now. A file that has become unreadable leaves the last good schema in force.</summary>
    /// <param name="error">Why there is none, as a sentence.</param>
    public ShadowserverSchema? Get(out string error)
    {
        error = "";
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                error = $"There is no Shadowserver schema at {path}: download it from Shadowserver and name it by schema_file.";
            else if (file.Length > MaxSize)
                error = $"The Shadowserver schema {path} has {file.Length} bytes, more than the {MaxSize} that are read.";
            else if (_schema is null || file.LastWriteTimeUtc != _read || file.Length != _size)
                Read(file, ref error);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = $"The Shadowserver schema {path} cannot be read: {exception.Message.TrimEnd('.')}.";
        }

        if (error.Length > 0 && _schema is not null)
            ShadowserverLog.SchemaIsKept(log, error);
        return _schema;
    }

    private void Read(FileInfo file, ref string error)
    {
        if (ShadowserverSchema.TryParse(File.ReadAllBytes(path), out ShadowserverSchema? schema, out string? reason))
        {
            _schema = schema;
            ShadowserverLog.SchemaIsRead(log, path, schema.DateCreated, schema.Count);
        }
        else
        {
            error = $"The Shadowserver schema {path} {reason.TrimEnd('.')}.";
        }

        _read = file.LastWriteTimeUtc;
        _size = file.Length;
    }
}

internal static partial class ShadowserverLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Read the Shadowserver schema {Path} of {Date}: {Count} report types.")]
    public static partial void SchemaIsRead(ILogger log, string path, string? date, int count);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Reason} The schema read before stays in force.")]
    public static partial void SchemaIsKept(ILogger log, string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "The Shadowserver schema has no feed '{FeedName}'; report types are told by extra.file_name.")]
    public static partial void FeedIsUnknown(ILogger log, string feedName);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "The Shadowserver schema is now that of {Date}.")]
    public static partial void SchemaUpdated(ILogger log, string date);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "The Shadowserver schema was not updated: {Reason}")]
    public static partial void SchemaUpdateFailed(ILogger log, string reason);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "The Shadowserver schema of {Date} waits for a look.")]
    public static partial void SchemaWaits(ILogger log, string date);
}
