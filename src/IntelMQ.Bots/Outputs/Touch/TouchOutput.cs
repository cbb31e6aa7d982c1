using IntelMQ.Messages;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="TouchOutput"/>.</summary>
public sealed partial class TouchOutputOptions : BotOptions
{
    /// <summary><c>path</c>: the file whose times are set; it must be there.</summary>
    [Reaches(Outside.File)]
    public string? Path { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrWhiteSpace(Path))
            complaints.Add("path is missing: give the file whose times are to be set.");
        else if (Path.Contains('\0', StringComparison.Ordinal))
            complaints.Add("path holds a NUL, which no file's name does.");
    }
}

/// <summary>Sets a file's times of access and modification to now whenever events come: a sign of life for others to watch.</summary>
[Bot("intelmq.bots.outputs.touch.output", BotKind.Output)]
public sealed partial class TouchOutput : Output
{
    private readonly string _path;

    /// <inheritdoc cref="TouchOutput(TouchOutputOptions)"/>
    public TouchOutput(TouchOutputOptions options, BotServices services)
        : base(options, services)
    {
        _path = Path.GetFullPath(options.Path!);
    }

    /// <inheritdoc/>
    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
            return ValueTask.CompletedTask;
        DateTime now = Services.Time.GetUtcNow().UtcDateTime;
        try
        {
            File.SetLastAccessTimeUtc(_path, now);
            File.SetLastWriteTimeUtc(_path, now);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The times of '{_path}' must not be set: {exception.Message}", exception);
        }

        return ValueTask.CompletedTask;
    }
}
