using IntelMQ.Messages;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Tests.Stores;

internal static class Some
{
    public static Directive Directive(string address = "192.0.2.7", string recipient = "abuse@example.com", string batch = "shot-1") => new()
    {
        Message = new Event { ["source.ip"] = address, ["classification.type"] = "vulnerable-system", ["classification.identifier"] = "open-dns", ["feed.name"] = "Example", ["extra.tag"] = "a \u0001 b" },
        Recipient = recipient,
        Batch = batch,
        ContactSource = "own",
        ContactObject = "192.0.2.0/24",
        Explanation = "chosen: abuse@example.com for 192.0.2.0/24 (own, manual)\n",
        Cooldown = TimeSpan.FromDays(30),
    };

    public static OutgoingMail Mail(string id, string recipient = "abuse@example.com", string batch = "shot-1", int rows = 1)
        => new(id, batch, recipient, recipient, "cert@example.org", "Subject: x\r\n\r\nText\r\n"u8.ToArray()) { Subject = "x", Rows = rows, Language = "en", Ticket = "20260131-10000001" };
}
