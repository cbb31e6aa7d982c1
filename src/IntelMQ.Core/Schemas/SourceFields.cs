namespace IntelMQ.Schemas;

/// <summary>The fields of the source: those of every side, and two more.</summary>
public sealed class SourceFields : EndpointFields
{
    internal SourceFields()
        : base("source")
    {
    }

    /// <summary><c>source.geolocation.cymru_cc</c>: the country that Team Cymru's look-up gives, as ISO 3166-1 alpha-2 code.</summary>
    public Field<string> CymruCc { get; } = Fields.Make("source.geolocation.cymru_cc", FieldCodec.String);

    /// <summary><c>source.geolocation.geoip_cc</c>: the country that a GeoIP database gives, as ISO 3166-1 alpha-2 code.</summary>
    public Field<string> GeoipCc { get; } = Fields.Make("source.geolocation.geoip_cc", FieldCodec.String);
}
