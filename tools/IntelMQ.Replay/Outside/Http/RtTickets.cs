using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of RT's REST interface 1.0 as a collector asks of it: the case's tickets. What the case lists under <c>http</c> is not RT's.</summary>
internal sealed class RtTickets(ObservedCase question) : HttpOutside(new Rules(question).Answer, null)
{
    private const string Ok = "RT/4.4.4 200 Ok\n\n";

    protected override void Observe(JsonObject observed)
        => observed["requests"] = new JsonArray([.. Exchanges.Where(static exchange => !IsRt(exchange)).Select(Describe)]);

    private static bool IsRt(HttpExchange exchange) => exchange.Target.Contains("/REST/1.0", StringComparison.Ordinal);

    private sealed class Rules(ObservedCase question)
    {
        private readonly CaseAnswers _given = new(question.Outside, new HttpAnswer { Status = 404 });
        private readonly JsonElement[] _tickets = [.. question.Outside.GetProperty("tickets").EnumerateArray()];

        public HttpAnswer Answer(HttpExchange exchange)
        {
            if (!IsRt(exchange))
                return _given.Of(exchange);
            string path = exchange.Target[(exchange.Target.IndexOf("/REST/1.0", StringComparison.Ordinal) + "/REST/1.0".Length)..].Split('?')[0].Trim('/');
            string[] parts = path.Split('/');
            if (question.Outside.TryGetProperty("login", out JsonElement login) && login.ValueKind == JsonValueKind.False)
                return HttpAnswer.Text("RT/4.4.4 401 Credentials required\n\nYour username or password is incorrect\n");
            if (parts is ["search", "ticket"])
                return HttpAnswer.Text(Ok + (_tickets.Length == 0 ? "No matching results.\n" : string.Join('\n', _tickets.Select(static ticket => $"ticket/{ticket.GetProperty("id")}"))) + "\n\n");
            JsonElement one = parts.Length > 1 ? Array.Find(_tickets, ticket => ticket.GetProperty("id").ToString() == parts[1]) : default;
            return parts switch
            {
                ["ticket", _, "show"] => HttpAnswer.Text(Ok + Show(one)),
                ["ticket", _, "attachments"] => HttpAnswer.Text(Ok + Attachments(one)),
                ["ticket", _, "attachments", var id, "content"] => Content(one, id),
                ["ticket", _, "history"] => HttpAnswer.Text(Ok + History(one)),
                ["ticket", var id, "take"] when question.Outside.TryGetProperty("take_fails", out _) => HttpAnswer.Text($"RT/4.4.4 409 Syntax Error\n\n# Ticket {id} cannot be taken.\n"),
                _ => HttpAnswer.Text(Ok + "# Done.\n"),
            };
        }

        private static string Show(JsonElement ticket)
        {
            string requestors = string.Join(", ", ticket.GetProperty("Requestors").EnumerateArray().Select(static requestor => requestor.GetString()));
            return $"id: ticket/{ticket.GetProperty("id")}\nQueue: {ticket.GetProperty("Queue").GetString()}\nOwner: {ticket.GetProperty("Owner").GetString()}\n"
                + $"Creator: root\nSubject: {ticket.GetProperty("Subject").GetString()}\nStatus: {ticket.GetProperty("Status").GetString()}\nRequestors: {requestors}\nCreated: Fri May 01 01:02:03 2026\n\n";
        }

        private static string Attachments(JsonElement ticket)
        {
            IEnumerable<string> listed = ticket.GetProperty("attachments").EnumerateArray().Select(static attachment => $"{attachment[0]}: {attachment[1].GetString()} (application/octet-stream / 1k)");
            return $"id: ticket/{ticket.GetProperty("id")}/attachments\n\nAttachments: {string.Join(",\n             ", listed)}\n\n";
        }

        private static HttpAnswer Content(JsonElement ticket, string id)
        {
            JsonElement attachment = ticket.GetProperty("attachments").EnumerateArray().First(item => item[0].ToString() == id);
            return new HttpAnswer { Body = [.. Encoding.ASCII.GetBytes(Ok), .. attachment[2].GetBytesFromBase64(), .. "\n\n\n"u8] };
        }

        private static string History(JsonElement ticket)
        {
            string content = ticket.GetProperty("content").GetString()!.ReplaceLineEndings("\n         ");
            return string.Create(CultureInfo.InvariantCulture, $"# 1/1 (/total)\n\nid: 1\nTicket: {ticket.GetProperty("id")}\nType: Create\nDescription: Ticket created by root\n\nContent: {content}\n\nCreator: root\nCreated: 2026-05-02 04:05:06\n\nAttachments: \n\n");
        }
    }
}
