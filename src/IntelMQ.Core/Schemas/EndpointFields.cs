using System.Net;

namespace IntelMQ.Schemas;

/// <summary>The fields of one side of an event.</summary>
public class EndpointFields
{
    internal EndpointFields(string side)
    {
        Side = side;
        AbuseContact = Fields.Make(side + ".abuse_contact", FieldCodec.String);
        Account = Fields.Make(side + ".account", FieldCodec.String);
        Allocated = Fields.Make(side + ".allocated", FieldCodec.DateTimeOffset);
        AsName = Fields.Make(side + ".as_name", FieldCodec.String);
        Asn = Fields.Make(side + ".asn", FieldCodec.Int64);
        DomainSuffix = Fields.Make(side + ".domain_suffix", FieldCodec.String);
        Fqdn = Fields.Make(side + ".fqdn", FieldCodec.String);
        Ip = Fields.Make(side + ".ip", FieldCodec.IPAddress);
        LocalHostname = Fields.Make(side + ".local_hostname", FieldCodec.String);
        LocalIp = Fields.Make(side + ".local_ip", FieldCodec.IPAddress);
        Network = Fields.Make(side + ".network", FieldCodec.IPNetwork);
        Port = Fields.Make(side + ".port", FieldCodec.Int64);
        Registry = Fields.Make(side + ".registry", FieldCodec.String);
        ReverseDns = Fields.Make(side + ".reverse_dns", FieldCodec.String);
        TorNode = Fields.Make(side + ".tor_node", FieldCodec.Boolean);
        Url = Fields.Make(side + ".url", FieldCodec.String);
        UrlPath = Fields.Make(side + ".urlpath", FieldCodec.String);
        Geolocation = new GeolocationFields(side);
    }

    /// <summary><c>source</c> or <c>destination</c>.</summary>
    public string Side { get; }

    /// <summary>Where the host is.</summary>
    public GeolocationFields Geolocation { get; }

    /// <summary><c>.abuse_contact</c>: who takes reports about the network, as comma-separated e-mail addresses.</summary>
    public Field<string> AbuseContact { get; }

    /// <summary><c>.account</c>: the account concerned: a user name or an e-mail address.</summary>
    public Field<string> Account { get; }

    /// <summary><c>.allocated</c>: when the registry allocated the network.</summary>
    public Field<DateTimeOffset> Allocated { get; }

    /// <summary><c>.as_name</c>: the name of the autonomous system.</summary>
    public Field<string> AsName { get; }

    /// <summary><c>.asn</c>: the number of the autonomous system, 1 to 4294967295.</summary>
    public Field<long> Asn { get; }

    /// <summary><c>.domain_suffix</c>: the public suffix of the host name, such as co.uk.</summary>
    public Field<string> DomainSuffix { get; }

    /// <summary><c>.fqdn</c>: the host name, lower-case and in its ASCII form.</summary>
    public Field<string> Fqdn { get; }

    /// <summary><c>.ip</c>: the public address, IPv4 or IPv6.</summary>
    public Field<IPAddress> Ip { get; }

    /// <summary><c>.local_hostname</c>: the name of the host within its own network.</summary>
    public Field<string> LocalHostname { get; }

    /// <summary><c>.local_ip</c>: the address of the host within its own network.</summary>
    public Field<IPAddress> LocalIp { get; }

    /// <summary><c>.network</c>: the announced or allocated network, in prefix notation.</summary>
    public Field<IPNetwork> Network { get; }

    /// <summary><c>.port</c>: the port, 1 to 65535.</summary>
    public Field<long> Port { get; }

    /// <summary><c>.registry</c>: the regional registry that allocated the network.</summary>
    public Field<string> Registry { get; }

    /// <summary><c>.reverse_dns</c>: the name that a reverse look-up of the address gives.</summary>
    public Field<string> ReverseDns { get; }

    /// <summary><c>.tor_node</c>: whether the address was an exit of the Tor network.</summary>
    public Field<bool> TorNode { get; }

    /// <summary><c>.url</c>: the URL concerned.</summary>
    public Field<string> Url { get; }

    /// <summary><c>.urlpath</c>: path and query, where the rest of the URL stands in other fields.</summary>
    public Field<string> UrlPath { get; }

    /// <inheritdoc/>
    public override string ToString() => Side;
}
