namespace IntelMQ.Schemas;

/// <summary>The fields that say where a host is.</summary>
public sealed class GeolocationFields
{
    internal GeolocationFields(string side)
    {
        Cc = Fields.Make(side + ".geolocation.cc", FieldCodec.String);
        City = Fields.Make(side + ".geolocation.city", FieldCodec.String);
        Country = Fields.Make(side + ".geolocation.country", FieldCodec.String);
        Latitude = Fields.Make(side + ".geolocation.latitude", FieldCodec.Double);
        Longitude = Fields.Make(side + ".geolocation.longitude", FieldCodec.Double);
        Region = Fields.Make(side + ".geolocation.region", FieldCodec.String);
        State = Fields.Make(side + ".geolocation.state", FieldCodec.String);
    }

    /// <summary><c>.geolocation.cc</c>: the country, as ISO 3166-1 alpha-2 code.</summary>
    public Field<string> Cc { get; }

    /// <summary><c>.geolocation.city</c>: the city.</summary>
    public Field<string> City { get; }

    /// <summary><c>.geolocation.country</c>: the name of the country.</summary>
    public Field<string> Country { get; }

    /// <summary><c>.geolocation.latitude</c>: degrees north of the equator, WGS 84.</summary>
    public Field<double> Latitude { get; }

    /// <summary><c>.geolocation.longitude</c>: degrees east of Greenwich, WGS 84.</summary>
    public Field<double> Longitude { get; }

    /// <summary><c>.geolocation.region</c>: the region within the country.</summary>
    public Field<string> Region { get; }

    /// <summary><c>.geolocation.state</c>: the state within the country.</summary>
    public Field<string> State { get; }
}
