using System.Net;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="NationalCertContactCertatExpert"/>.</summary>
public sealed partial class NationalCertContactCertatExpertOptions : BotOptions
{
    /// <summary><c>filter</c>: lets the service answer for addresses in Austria alone. No event is dropped.</summary>
    public bool Filter { get; set; }

    /// <summary><c>overwrite_cc</c>: whether a country code that is there is replaced.</summary>
    public bool OverwriteCc { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();
}

/// <summary>Asks CERT.at for the country of each side's address and the contact of its national CERT, which is added to those that are there.</summary>
/// <remarks>The service takes one address in a request; several events are in work at once.</remarks>
[Bot("intelmq.bots.experts.national_cert_contact_certat.expert", BotKind.Expert)]
public sealed partial class NationalCertContactCertatExpert : HttpExpert
{
    private const string Service = "https://contacts.cert.at/cgi-bin/abuse-nationalcert.pl?ip=";

    private readonly NationalCertContactCertatExpertOptions _options;
    private readonly string _query;

    /// <summary>Creates the expert.</summary>
    public NationalCertContactCertatExpert(NationalCertContactCertatExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _query = $"&bFilter={(options.Filter ? "on" : "off")}&bShowNationalCERT=on&sep=semicolon";
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The service gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (EndpointFields side in Fields.Sides)
        {
            if (message.TextOf(side.Ip) is not { } ip)
                continue;
            HttpAnswer answer = await Http.GetAsync(new Uri(Service + Uri.EscapeDataString(ip) + _query), cancellationToken).ConfigureAwait(false);
            string text = answer.ThrowIfUnsuccessful().Text().Trim();
            if (text.Length > 0)
                Write(message, side, text.Split(';'));
        }

        return Verdict.Keep;
    }

    private void Write(Event message, EndpointFields side, string[] cells)
    {
        if (cells.Length < 4 || !IPAddress.TryParse(cells[0].Trim(), out _))
            throw new LookupException("CERT.at answered with something else than address, country and contact.");
        message.Put(side.Geolocation.Cc, cells[1].Trim(), _options.OverwriteCc);
        message.Put(side.AbuseContact, LookupFields.JoinContacts([message.TextOf(side.AbuseContact), .. LookupFields.AddressesIn([cells[3]])]), overwrite: true);
    }
}
