using System.Globalization;
using IntelMQ.Notifications.OneShots.Mapping;
using IntelMQ.Notifications.OneShots.Tables;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>A table whose owners are told, once. What it holds is kept as people left it, so that they go on where they were.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Owner">Who prepares it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="UploadId">The file, by <see cref="Uploads.Upload.Id"/>.</param>
public sealed record OneShot(string Id, string Owner, string Name, string UploadId)
{
    /// <summary>How often it was changed; a change of what somebody else has changed meanwhile is refused.</summary>
    public long Version { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Where it is.</summary>
    public OneShotState State { get; init; }

    /// <summary>How the file is written.</summary>
    public TableSettings Table { get; init; } = new(TableFormat.Csv);

    /// <summary>How its rows become events.</summary>
    public TableMapping Mapping { get; init; } = new([]);

    /// <summary>What the check of all rows found; <see langword="null"/> where it has not been made since the table or the mapping changed.</summary>
    public OneShotCheck? Check { get; init; }

    /// <summary>Contacts that somebody has entered for this one-shot alone; they count before all others.</summary>
    public IReadOnlyList<EnteredContact> Entered { get; init; } = [];

    /// <summary>Whether recipients are told again what they were told within its cooldown: the sender's choice.</summary>
    public bool PassesCooldown { get; init; }

    /// <summary>How often contacts were looked up; each look-up has a batch of its own, so that only what the last one found is sent.</summary>
    public int Round { get; init; }

    /// <summary>What the last look-up found; <see langword="null"/> where there was none since the rows changed.</summary>
    public OneShotContacts? Contacts { get; init; }

    /// <summary>What the mails say; the first for languages that have no text of their own.</summary>
    public IReadOnlyList<OneShotText> Texts { get; init; } = [];

    /// <summary>Who confirmed it, and what; <see langword="null"/> where nobody has.</summary>
    public OneShotConfirmation? Confirmation { get; init; }

    /// <summary>The batch of its directives and mails.</summary>
    public string Batch => string.Create(CultureInfo.InvariantCulture, $"one-shot-{Id}-{Round}");

    /// <summary>Grows with each change that makes work begin anew.</summary>
    public int Revision { get; init; }

    /// <summary>The id of the job that does work of a kind as the one-shot stands.</summary>
    /// <param name="kind">The kind, such as <see cref="OneShotWork.Check"/>.</param>
    public string JobOf(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return string.Create(CultureInfo.InvariantCulture, $"{Id}-{kind[(kind.IndexOf('.', StringComparison.Ordinal) + 1)..]}-{Revision}");
    }
}
