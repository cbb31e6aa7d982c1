using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

/// <summary>Parameters that reach outside.</summary>
internal sealed partial class ReachingOptions : BotOptions
{
    /// <summary>A parameter.</summary>
    [Reaches(Outside.File)]
    public string Path { get; set; } = "";

    /// <summary>A parameter.</summary>
    [Reaches(Outside.Url)]
    public IReadOnlyList<string> Urls { get; set; } = ["https://usual.example.com/"];

    /// <summary>A parameter.</summary>
    [Reaches(Outside.Url)]
    public Secret? Hook { get; set; }

    /// <summary>A parameter.</summary>
    [Reaches(Outside.Host)]
    public string? Server { get; set; }

    /// <summary>A parameter.</summary>
    public bool IsLocal { get; set; }

    /// <summary>A parameter.</summary>
    public Secret? Token { get; set; }

    public override IEnumerable<ReachedOutside>? FindReached(string parameter)
        => parameter == "server" && IsLocal ? [new ReachedOutside(Outside.Folder, Server ?? "")] : null;
}

internal sealed class ReachingOutput(ReachingOptions options) : Output
{
    public ReachingOptions Options => options;

    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
