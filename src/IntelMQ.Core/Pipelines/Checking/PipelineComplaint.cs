namespace IntelMQ.Pipelines;

/// <summary>Something that is wrong with a pipeline's definition, or that looks wrong.</summary>
/// <param name="Message">A sentence that says what is wrong and what to do; it names no bot.</param>
public sealed record PipelineComplaint(string Message)
{
    /// <summary>The bot it is about; <see langword="null"/> where it is about the whole pipeline.</summary>
    public string? Bot { get; init; }

    /// <summary>The parameter or setting it is about, where it is about one.</summary>
    public string? Parameter { get; init; }

    /// <summary>Where that stands, where the definition was read from a document.</summary>
    public DocumentPlace? Place { get; init; }

    /// <summary>Whether the pipeline can run all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The place where the document has lines, the bot, and the sentence.</summary>
    public override string ToString()
    {
        string text = Bot is null ? Message : $"{Bot}: {Message}";
        return Place is { Line: > 0 } ? $"{Place}: {text}" : text;
    }
}
