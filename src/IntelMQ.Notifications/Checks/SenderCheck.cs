using System.Net;
using IntelMQ.Bots;
using IntelMQ.Mail.Outputs;
using IntelMQ.Notifications.Mails;
using MimeKit;

namespace IntelMQ.Notifications.Checks;

/// <summary>Looks whether SPF, DKIM and DMARC of a sender's domain fit, so that mails are taken for what they are.</summary>
/// <param name="dns">Asks the DNS.</param>
public sealed class SenderCheck(IDnsResolver dns)
{
    /// <summary>Looks.</summary>
    /// <param name="settings">Whom mails come from, and where they are sent back to.</param>
    /// <param name="servers">The addresses that mails leave from.</param>
    /// <param name="selector">The selector by which the mail server signs (DKIM); <see langword="null"/> where it is not known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found, SPF first. A question without an answer is a finding, too.</returns>
    /// <exception cref="RefusedException">The settings hold no address.</exception>
    public async ValueTask<IReadOnlyList<SenderFinding>> RunAsync(MailSettings settings, IReadOnlyList<IPAddress> servers, string? selector, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(servers);
        MailboxAddress from = MailParts.Addresses(settings.From, "From")[0];
        MailboxAddress bounces = settings.Bounces is { } other ? MailParts.Addresses(other, "Bounces")[0] : from;
        var findings = new List<SenderFinding>();
        foreach (IPAddress server in servers)
            findings.Add(await GuardAsync("SPF", () => SpfAsync(bounces.Domain, server, cancellationToken)).ConfigureAwait(false));
        findings.Add(await GuardAsync("DKIM", () => DkimAsync(from.Domain, selector, cancellationToken)).ConfigureAwait(false));
        findings.Add(await GuardAsync("DMARC", () => DmarcAsync(from.Domain, bounces.Domain, cancellationToken)).ConfigureAwait(false));
        return findings;
    }

    private async Task<SenderFinding> SpfAsync(string domain, IPAddress server, CancellationToken cancellationToken)
    {
        SpfResult? result = await new SpfLookup(dns, server).FindAsync(domain, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            SpfResult.Pass => new SenderFinding("SPF", true, $"{domain} lets {server} send."),
            SpfResult.Fail => new SenderFinding("SPF", false, $"{domain} does not let {server} send: add it to the record of {domain}."),
            SpfResult.Neutral => new SenderFinding("SPF", false, $"{domain} says nothing of {server}: add it to the record of {domain}."),
            SpfResult.Unknown => new SenderFinding("SPF", null, $"The record of {domain} asks for what is not looked up here (mx, ptr, exists, macros): check {server} by hand."),
            SpfResult.Error => new SenderFinding("SPF", false, $"The record of {domain} is wrong, or there are several, or it asks for more than ten look-ups."),
            _ => new SenderFinding("SPF", false, $"{domain} has no record: add one such as \"v=spf1 {(server.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "ip4" : "ip6")}:{server} -all\"."),
        };
    }

    private async Task<SenderFinding> DkimAsync(string domain, string? selector, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(selector))
            return new SenderFinding("DKIM", null, "Name the selector by which the mail server signs.");
        string name = $"{selector}._domainkey.{domain}";
        IReadOnlyList<string> texts = await dns.ResolveTextsAsync(name, cancellationToken).ConfigureAwait(false);
        if (texts.Count == 0)
            return new SenderFinding("DKIM", false, $"There is no key under {name}.");
        return texts.Any(static text => Tag(text, "p") is { Length: > 0 })
            ? new SenderFinding("DKIM", true, $"There is a key under {name}.")
            : new SenderFinding("DKIM", false, $"The key under {name} is withdrawn (p is empty), or is none.");
    }

    private async Task<SenderFinding> DmarcAsync(string domain, string bounces, CancellationToken cancellationToken)
    {
        // The domain itself counts, or the one above.
        string[] labels = domain.Split('.');
        string[] places = labels.Length > 2 ? [domain, string.Join('.', labels[^2..])] : [domain];
        foreach (string place in places)
        {
            string? record = (await dns.ResolveTextsAsync($"_dmarc.{place}", cancellationToken).ConfigureAwait(false)).FirstOrDefault(static text => text.StartsWith("v=DMARC1", StringComparison.Ordinal));
            if (record is null)
                continue;
            string policy = (place == domain ? null : Tag(record, "sp")) ?? Tag(record, "p") ?? "";
            if (policy is not ("none" or "quarantine" or "reject"))
                return new SenderFinding("DMARC", false, $"The record of {place} has no policy that is known.");
            bool isStrict = string.Equals(Tag(record, "aspf"), "s", StringComparison.Ordinal);
            bool isAligned = isStrict ? string.Equals(domain, bounces, StringComparison.OrdinalIgnoreCase) : IsRelated(domain, bounces);
            return isAligned
                ? new SenderFinding("DMARC", true, $"{place} has the policy {policy}, and mails are sent back to {bounces}, which fits.")
                : new SenderFinding("DMARC", policy == "none" ? null : false, $"{place} has the policy {policy}, and mails are sent back to {bounces}, which does not fit: only a signature (DKIM) of {domain} can.");
        }

        return new SenderFinding("DMARC", false, $"{domain} has no record: add one such as \"v=DMARC1; p=none\" under _dmarc.{domain}.");
    }

    private static async Task<SenderFinding> GuardAsync(string subject, Func<Task<SenderFinding>> look)
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            return new SenderFinding(subject, null, $"The DNS gives no answer: {exception.Message}");
        }
    }

    private static bool IsRelated(string left, string right)
        => left.Equals(right, StringComparison.OrdinalIgnoreCase) || left.EndsWith("." + right, StringComparison.OrdinalIgnoreCase) || right.EndsWith("." + left, StringComparison.OrdinalIgnoreCase);

    private static string? Tag(string record, string name)
        => record.Split(';', StringSplitOptions.TrimEntries).Select(static part => part.Split('=', 2, StringSplitOptions.TrimEntries)).FirstOrDefault(part => part.Length == 2 && part[0] == name)?[1];
}
