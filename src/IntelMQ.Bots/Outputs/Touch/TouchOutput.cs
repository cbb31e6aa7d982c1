using System.Text.Json.Serialization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="TouchOutput"/>.</summary>
public sealed class TouchOutputOptions : BotOptions
{
    /// <summary><c>path</c>: the file whose times are set; it must be there.</summary>
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
public sealed class TouchOutput : Output
{
    private readonly string _path;

    /// <summary>Creates the output.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public TouchOutput(TouchOutputOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <inheritdoc cref="TouchOutput(TouchOutputOptions)"/>
    public TouchOutput(TouchOutputOptions options, BotServices services)
        : base(services)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(TouchOutput));
        _path = Path.GetFullPath(options.Path!);
    }

    internal static BotDescriptor Descriptor => BotDescriptor.For<TouchOutput, TouchOutputOptions>(
        "intelmq.bots.outputs.touch.output",
        BotKind.Output,
        "Sets a file's times to now whenever events come.",
        TouchOutputJson.Default.TouchOutputOptions,
        static (options, services) => new TouchOutput(options, services));

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TouchOutputOptions))]
internal sealed partial class TouchOutputJson : JsonSerializerContext;
