using System.CommandLine;
using System.Net;
using IntelMQ.Bots;
using IntelMQ.Notifications.Checks;
using IntelMQ.Notifications.Mails;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary><c>intelmq mail check</c>: looks whether a sender's domain is set up.</summary>
internal static class MailCheckCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "Whom mails come from.", Required = true };
        var bounces = new Option<string?>("--bounces") { Description = "Where servers send back what they cannot deliver. Default: the address of --from." };
        var addresses = new Option<string[]>("--address") { Description = "An address that mails leave from; may be given several times." };
        var selector = new Option<string?>("--selector") { Description = "The selector by which the mail server signs (DKIM)." };
        var command = new Command("check", "Looks in the DNS whether SPF, DKIM and DMARC of the sender's domain fit. Ends with 1 where something does not.\n\nExample:\n  intelmq mail check --from cert@example.org --address 192.0.2.25 --selector mail2026") { from, bounces, addresses, selector };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            IPAddress[] servers = [.. (arguments.GetValue(addresses) ?? []).Select(static text => IPAddress.TryParse(text, out IPAddress? address) ? address : throw new ArgumentException($"'{text}' is no address."))];
            var settings = new MailSettings { From = arguments.GetRequiredValue(from), Bounces = arguments.GetValue(bounces) };
            IReadOnlyList<SenderFinding> findings;
            try
            {
                findings = await new SenderCheck(new DnsResolver()).RunAsync(settings, servers, arguments.GetValue(selector), cancellationToken).ConfigureAwait(false);
            }
            catch (RefusedException exception)
            {
                throw new ArgumentException(exception.Message, exception);
            }

            Columns.Write([.. findings.Select(static finding => (string[])[finding.IsGood switch { true => "good", false => "bad", _ => "open" }, finding.Subject, finding.Words])]);
            return findings.Any(static finding => finding.IsGood == false) ? 1 : 0;
        }));
        return command;
    }
}
