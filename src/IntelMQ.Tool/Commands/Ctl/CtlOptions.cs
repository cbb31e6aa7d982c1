using System.CommandLine;

namespace IntelMQ.Tool.Commands.Ctl;

/// <summary>The options that all commands of intelmqctl have, before or after the command's name, and ours for folders.</summary>
internal sealed class CtlOptions
{
    public Option<OutputType> Type { get; } = new("--type", "-t") { Description = "What results are written as: text for people, json or python for programs.", DefaultValueFactory = static _ => OutputType.Text, Recursive = true };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say nothing but errors; of lists: only what is enabled, or not empty.", Recursive = true };

    public Option<DirectoryInfo> Config { get; } = new("--config") { Description = "The folder of runtime.yaml. Default: that of INTELMQ_ROOT_DIR, or /opt/intelmq/etc.", Recursive = true };

    public Option<DirectoryInfo> State { get; } = new("--state") { Description = "The state folder of the host. Default: the folder state beside the configuration.", Recursive = true };

    /// <summary>Whether a result is for programs; it is written as the line says from then on.</summary>
    public bool IsForPrograms(ParseResult arguments)
    {
        OutputType type = arguments.GetValue(Type);
        Answer.WriteAs(type);
        return type != OutputType.Text;
    }

    public bool IsQuiet(ParseResult arguments) => arguments.GetValue(Quiet);

    public Workplace Place(ParseResult arguments) => Workplace.Of(arguments.GetValue(Config), arguments.GetValue(State));
}
