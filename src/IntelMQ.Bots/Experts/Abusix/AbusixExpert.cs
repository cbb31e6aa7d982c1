using System.Net;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="AbusixExpert"/>.</summary>
public sealed partial class AbusixExpertOptions : BotOptions
{
    /// <summary><c>overwrite</c>: whether contacts that are there are replaced; otherwise nothing is asked for them.</summary>
    public bool Overwrite { get; set; }
}

/// <summary>Asks Abusix, over DNS, for the abuse contacts of each side's address.</summary>
[Bot("intelmq.bots.experts.abusix.expert", BotKind.Expert)]
public sealed partial class AbusixExpert : DnsExpert
{
    private const string Zone = ".abuse-contacts.abusix.org";

    private readonly AbusixExpertOptions _options;

    /// <summary>Creates the expert.</summary>
    public AbusixExpert(AbusixExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">DNS gave no answer.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (EndpointFields side in Fields.Sides)
        {
            if (!message.TryGet(side.Ip, out IPAddress? address) || (!_options.Overwrite && message.Contains(side.AbuseContact)))
                continue;
            string name = ReverseName.Of(address) + Zone;
            IReadOnlyList<string> texts = await AskAsync((dns, token) => dns.ResolveTextsAsync(name, token), cancellationToken).ConfigureAwait(false);
            if (texts.FirstOrDefault(IsContact) is { } contact)
                message.Put(side.AbuseContact, contact.Replace("\"", "", StringComparison.Ordinal), _options.Overwrite);
        }

        return Verdict.Keep;
    }

    // Something, an at sign, and behind it a dot with something on both sides.
    private static bool IsContact(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 1)
            return false;
        int next = text.IndexOf('@', at + 1);
        ReadOnlySpan<char> domain = next < 0 ? text.AsSpan(at + 1) : text.AsSpan(at + 1, next - at - 1);
        return domain.Length >= 3 && domain[1..^1].Contains('.');
    }
}
