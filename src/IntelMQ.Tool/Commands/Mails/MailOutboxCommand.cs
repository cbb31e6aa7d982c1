using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary><c>intelmq mail outbox</c>: which mails there are, and what became of them.</summary>
internal static class MailOutboxCommand
{
    public static Command Create()
    {
        var place = new MailPlace();
        Option<OutputType> type = CommonOptions.Type();
        var batch = new Option<string?>("--batch") { Description = "Only of this batch; daily for what comes from feeds." };
        var recipient = new Option<string?>("--recipient") { Description = "Only with this recipient's events." };
        var ticket = new Option<string?>("--ticket") { Description = "Only with this ticket number." };
        var state = new Option<MailState?>("--status") { Description = "Only in this state: prepared, sending, accepted, uncertain, failed." };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = static _ => 100 };
        var command = new Command("outbox", "Lists mails, the last made first, with what became of them. What is uncertain, a server may have: settle it.\n\nExample:\n  intelmq mail outbox --status uncertain --database mails.db") { batch, recipient, ticket, state, limit, type };
        place.AddTo(command);
        command.SetAction((arguments, cancellationToken) => place.RunAsync(arguments, async store =>
        {
            var query = new MailQuery
            {
                Batch = arguments.GetValue(batch),
                Recipient = arguments.GetValue(recipient),
                Ticket = arguments.GetValue(ticket),
                State = arguments.GetValue(state),
                Limit = Math.Clamp(arguments.GetValue(limit), 1, MailQuery.MaxLimit),
            };
            IReadOnlyList<StoredMail> mails = await store.FindMailsAsync(query, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<MailState, long> counts = await store.CountMailsAsync(query.Batch, cancellationToken).ConfigureAwait(false);
            MailHold hold = await store.ReadHoldAsync(cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(type) == OutputType.Json)
            {
                Answer.Write(new JsonObject
                {
                    ["held"] = hold.IsHeld ? hold.Reason : null,
                    ["counts"] = new JsonObject([.. Enum.GetValues<MailState>().Select(one => KeyValuePair.Create(NameOf(one), (JsonNode?)JsonValue.Create(counts.GetValueOrDefault(one))))]),
                    ["mails"] = new JsonArray([.. mails.Select(ToJson)]),
                });
                return 0;
            }

            await Console.Out.WriteLineAsync((hold.IsHeld ? $"All mail is held: {hold.Reason}\n" : "") + string.Join(", ", Enum.GetValues<MailState>().Select(one => $"{counts.GetValueOrDefault(one)} {NameOf(one)}")) + ".").ConfigureAwait(false);
            Columns.Write([.. mails.Select(static mail => (string[])[NameOf(mail.State), TextOf(mail.Prepared), mail.Mail.Batch, mail.Mail.Recipient, mail.Mail.Ticket ?? "", string.Create(CultureInfo.InvariantCulture, $"{mail.Mail.Rows}"), mail.Mail.Id, mail.Words ?? ""])]);
            return 0;
        }));
        return command;
    }

    public static string NameOf(MailState state) => state switch
    {
        MailState.Prepared => "prepared",
        MailState.Sending => "sending",
        MailState.Accepted => "accepted",
        MailState.Uncertain => "uncertain",
        _ => "failed",
    };

    private static JsonNode ToJson(StoredMail mail) => new JsonObject
    {
        ["id"] = mail.Mail.Id,
        ["state"] = NameOf(mail.State),
        ["batch"] = mail.Mail.Batch,
        ["recipient"] = mail.Mail.Recipient,
        ["sent_to"] = mail.Mail.SentTo,
        ["subject"] = mail.Mail.Subject,
        ["ticket"] = mail.Mail.Ticket,
        ["language"] = mail.Mail.Language,
        ["rows"] = mail.Mail.Rows,
        ["exercise"] = mail.Mail.IsExercise,
        ["prepared"] = TextOf(mail.Prepared),
        ["changed"] = TextOf(mail.Changed),
        ["attempts"] = mail.Attempts,
        ["words"] = mail.Words,
    };

    private static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
