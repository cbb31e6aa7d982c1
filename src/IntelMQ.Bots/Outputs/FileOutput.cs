using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="FileOutput"/>.</summary>
public sealed partial class FileOutputOptions : LineFileOutputOptions
{
    /// <summary>The parameters with their defaults.</summary>
    public FileOutputOptions()
        : base("/opt/intelmq/var/lib/bots/file-output/events.txt")
    {
    }
}

/// <summary>
/// Appends events to a file, a line each; or to several files, named by the events' fields. A batch is one write per file, made while no
/// other output of this kind writes there, in this process or another. A file that was moved away (log rotation) is made anew. When the disk
/// is full, nothing of the batch stays in the files; half a line that a killed process left is cut off.
/// </summary>
/// <example><code>var output = new FileOutput(new FileOutputOptions { File = "events.jsonl" });</code></example>
[Bot("intelmq.bots.outputs.file.output", BotKind.Output)]
public sealed partial class FileOutput : LineFileOutput
{
    private readonly EventText _text;

    /// <summary>Creates the output.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public FileOutput(FileOutputOptions options, BotServices services)
        : base(options, services)
        => _text = new EventText(options.ToFormat(services, Module));

    /// <inheritdoc/>
    protected override void Append(Event message, Utf8Buffer output)
        => _text.WriteLine(message, output);
}
