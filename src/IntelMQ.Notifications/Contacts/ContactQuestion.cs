using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Contacts;

/// <summary>What contacts are asked for: a host, as far as it is known. Equal questions have equal answers of a source.</summary>
public readonly record struct ContactQuestion
{
    /// <summary>The address; the default value for none.</summary>
    public IpAddressValue Address { get; init; }

    /// <summary>The host name, in its ASCII form.</summary>
    public string? Name { get; init; }

    /// <summary>The number of the autonomous system; 0 for none.</summary>
    public long Asn { get; init; }

    /// <summary>The country, as two letters.</summary>
    public string? Country { get; init; }

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty => Address.Version == 0 && Name is null && Asn == 0 && Country is null;

    /// <summary>What an event says of a side: <c>.ip</c>, <c>.fqdn</c>, <c>.asn</c>, <c>.geolocation.cc</c>.</summary>
    /// <param name="message">The event.</param>
    /// <param name="side"><see cref="Fields.Source"/> or <see cref="Fields.Destination"/>.</param>
    public static ContactQuestion Of(Event message, EndpointFields side)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(side);
        return new ContactQuestion
        {
            Address = message.TryGet(side.Ip, out System.Net.IPAddress? address) ? IpAddressValue.From(address) : default,
            Name = message.TryGet(side.Fqdn, out string? name) ? name : null,
            Asn = message.TryGet(side.Asn, out long asn) ? asn : 0,
            Country = message.TryGet(side.Geolocation.Cc, out string? country) ? country : null,
        };
    }
}
