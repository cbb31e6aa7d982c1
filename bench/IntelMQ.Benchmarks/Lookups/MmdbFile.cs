using System.Globalization;
using IntelMQ.Bots.Tests.Lookups.Mmdb;
using IntelMQ.Harmonization;

namespace IntelMQ.Benchmarks.Lookups;

/// <summary>A database as GeoLite2-City is laid out: records of cities with names in four languages, keys written once and pointed at.</summary>
internal static class MmdbFile
{
    private const int Cities = 20_000;
    private const int RecordSize = 28;

    private static readonly string[] KeyTexts =
        ["city", "continent", "country", "registered_country", "location", "names", "geoname_id", "iso_code", "code", "latitude", "longitude", "accuracy_radius", "time_zone", "de", "en", "fr", "ja"];

    /// <summary>The bytes of a database with the networks given.</summary>
    public static byte[] Build(IEnumerable<IpNetworkValue> networks)
    {
        var builder = new MmdbBuilder(RecordSize);
        builder.Metadata["database_type"] = "Example-City";
        Dictionary<string, MmdbPointer> keys = KeyTexts.ToDictionary(static text => text, text => new MmdbPointer((uint)builder.Data.Write(text), 1));
        int[] places = [.. Enumerable.Range(0, Cities).Select(number => builder.Data.Write(City(number, keys)))];
        int next = 0;
        // The larger network first: a smaller one then cuts its part out.
        foreach (IpNetworkValue network in networks.OrderBy(static network => network.PrefixLength))
            builder.AddAt(network.ToString(), places[next++ % Cities]);
        return builder.Build();
    }

    private static MmdbMap City(int number, Dictionary<string, MmdbPointer> keys)
    {
        string country = string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (number % 26))}{(char)('A' + (number / 26 % 26))}");
        MmdbMap place = new(
            (keys["geoname_id"], (uint)(2_000_000 + (number % 676))),
            (keys["iso_code"], country),
            (keys["names"], Names("Country " + country, keys)));
        return new MmdbMap(
            (keys["city"], new MmdbMap((keys["geoname_id"], (uint)(3_000_000 + number)), (keys["names"], Names(string.Create(CultureInfo.InvariantCulture, $"City {number}"), keys)))),
            (keys["continent"], new MmdbMap((keys["code"], "EU"), (keys["geoname_id"], 6255148u), (keys["names"], Names("Europe", keys)))),
            (keys["country"], place),
            (keys["location"], new MmdbMap(
                (keys["accuracy_radius"], (ushort)20),
                (keys["latitude"], (number % 18000 / 100.0) - 90),
                (keys["longitude"], (number % 36000 / 100.0) - 180),
                (keys["time_zone"], "Europe/Vienna"))),
            (keys["registered_country"], place));
    }

    private static MmdbMap Names(string name, Dictionary<string, MmdbPointer> keys)
        => new((keys["de"], name), (keys["en"], name), (keys["fr"], name), (keys["ja"], name));
}
