using System.CommandLine;

namespace IntelMQ.Tool.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<DirectoryInfo> Config() => new("--config", "-C")
    {
        Description = "The folder of runtime.yaml and harmonization.conf. Paths in them that are not absolute are seen from it. Default: that of INTELMQ_ROOT_DIR, else the present folder where it has a runtime.yaml, else /opt/intelmq/etc.",
    };

    public static Option<DirectoryInfo> State() => new("--state") { Description = "The folder for all that is kept: failures, what bots remember, queues in SQLite. Default: the folder state beside the configuration." };

    public static Option<OutputType> Type()
    {
        var option = new Option<OutputType>("--type", "-t") { Description = "What the answer is written as: text for people, json for programs.", DefaultValueFactory = static _ => OutputType.Text };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }
}

/// <summary>What an answer is written as.</summary>
internal enum OutputType
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs, in IntelMQ's shapes.</summary>
    Json,

    /// <summary>The same as literals of Python; of intelmqctl's grammar only.</summary>
    Python,
}
