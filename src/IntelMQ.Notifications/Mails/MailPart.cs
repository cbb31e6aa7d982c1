using IntelMQ.Formats;
using IntelMQ.Notifications.Directives;

namespace IntelMQ.Notifications.Mails;

/// <summary>The events of a mail that have one text and one form.</summary>
/// <param name="Template">The text's name.</param>
/// <param name="Format">The form.</param>
/// <param name="Rows">The events.</param>
internal sealed record MailPart(string Template, AttachmentFormat Format, IReadOnlyList<StoredDirective> Rows)
{
    /// <summary>The files that are attached for it, name and content.</summary>
    public IReadOnlyList<(string Name, string Type, byte[] Content)> Files { get; init; } = [];

    /// <summary>The table that its text shows; empty where it is attached.</summary>
    public string Table { get; init; } = "";

    /// <summary>Makes what is attached.</summary>
    /// <param name="name">What files are called, without an ending.</param>
    /// <param name="settings">How.</param>
    /// <exception cref="Bots.RefusedException">The events cannot be told in this form.</exception>
    public MailPart Attach(string name, MailSettings settings) => Format switch
    {
        AttachmentFormat.Csv => this with { Files = [MailFiles.Pack($"{name}.csv", "text/csv", MailTables.Csv(Rows, settings), settings.PackedAbove)] },
        AttachmentFormat.Json => this with { Files = [MailFiles.Pack($"{name}.json", "application/json", MailTables.Json(Rows, settings), settings.PackedAbove)] },
        AttachmentFormat.Inline => this with { Table = System.Text.Encoding.UTF8.GetString(MailTables.Csv(Rows, settings)) },
        _ => this with { Files = [.. Rows.Select((row, i) => ($"{name}-{i + 1}.xarf.json", "application/json", MailTables.Report(row.Directive.Message, settings.Reporter)))] },
    };
}
