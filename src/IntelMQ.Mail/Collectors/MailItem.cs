namespace IntelMQ.Mail.Collectors;

/// <summary>What a mail gives: a report's data, or why a part of it cannot be used.</summary>
internal sealed record MailItem(ReadOnlyMemory<byte> Data)
{
    /// <summary>The name of the file that the data is of.</summary>
    public string? FileName { get; init; }

    /// <summary>The address that the data comes from.</summary>
    public string? Url { get; init; }

    /// <summary>Why the data cannot be used.</summary>
    public string? Failure { get; init; }

    /// <summary>Why the data is not there yet; the mail is tried again.</summary>
    public IOException? Later { get; init; }
}
