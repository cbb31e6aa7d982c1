using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="GeohashExpert"/>.</summary>
public sealed partial class GeohashExpertOptions : BotOptions
{
    /// <summary><c>precision</c>: how many characters the hash has, 1 to 16.</summary>
    [Range(1, GeohashExpert.MaxPrecision)]
    public int Precision { get; set; } = 7;

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }
}

/// <summary>
/// Adds the geohash of each side's coordinates, as <c>extra.source.geolocation.geohash</c> and
/// <c>extra.destination.geolocation.geohash</c>; both latitude and longitude must be there.
/// </summary>
[Bot("intelmq.bots.experts.geohash.expert", BotKind.Expert, Summary = "Adds the geohash of coordinates.")]
public sealed partial class GeohashExpert : Expert
{
    // As many bits as halving the ranges keeps exact in a double.
    internal const int MaxPrecision = 16;

    private readonly int _precision;
    private readonly bool _overwrite;
    private readonly NamedField _source = new("extra.source.geolocation.geohash");
    private readonly NamedField _destination = new("extra.destination.geolocation.geohash");

    /// <summary>Creates the expert.</summary>
    public GeohashExpert(GeohashExpertOptions options, BotServices services)
        : base(options, services)
    {
        _precision = options.Precision;
        _overwrite = options.Overwrite;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Process(message, Fields.Source.Geolocation, _source);
        Process(message, Fields.Destination.Geolocation, _destination);
        return Verdict.Keep;
    }

    internal static void Encode(double latitude, double longitude, Span<byte> hash)
    {
        (double South, double North) latitudes = (-90, 90);
        (double West, double East) longitudes = (-180, 180);
        bool isLongitude = true;
        for (int i = 0; i < hash.Length; i++)
        {
            int index = 0;
            for (int bit = 0; bit < 5; bit++)
            {
                index = (index << 1) | (isLongitude ? Halve(ref longitudes, longitude) : Halve(ref latitudes, latitude));
                isLongitude = !isLongitude;
            }

            hash[i] = "0123456789bcdefghjkmnpqrstuvwxyz"u8[index];
        }
    }

    private static int Halve(ref (double Low, double High) range, double value)
    {
        double middle = (range.Low + range.High) / 2;
        if (value >= middle)
        {
            range.Low = middle;
            return 1;
        }

        range.High = middle;
        return 0;
    }

    private void Process(Event message, GeolocationFields geolocation, NamedField target)
    {
        if (!message.Get(geolocation.Latitude).TryGetDouble(out double latitude) || !message.Get(geolocation.Longitude).TryGetDouble(out double longitude)
            || target.KeyIn(message) is not { } key)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[MaxPrecision];
        hash = hash[.._precision];
        Encode(latitude, longitude, hash);
        if (_overwrite)
            message.Set(key, FieldValue.Text(hash));
        else
            message.SetIfAbsent(key, FieldValue.Text(hash));
    }
}
