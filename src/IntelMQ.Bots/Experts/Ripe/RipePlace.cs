using System.Text.Json;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Where RIPEstat says that an address is.</summary>
internal sealed class RipePlace(JsonElement location)
{
    private readonly string? _country = location.At("country").Text() is { } country && country != "?" ? country : null;
    private readonly string? _city = location.At("city").Text();
    private readonly double? _latitude = Number(location.At("latitude"));
    private readonly double? _longitude = Number(location.At("longitude"));

    /// <summary>RIPEstat's answer as JSON; <see langword="null"/> where it has none.</summary>
    public string? Json => location.ValueKind == JsonValueKind.Object ? location.GetRawText() : null;

    public void WriteTo(Event message, GeolocationFields fields, bool overwrite)
    {
        message.Put(fields.Cc, _country, overwrite);
        Put(message, fields.Latitude, _latitude, overwrite);
        Put(message, fields.Longitude, _longitude, overwrite);
        message.Put(fields.City, _city, overwrite);
    }

    private static double? Number(JsonElement json)
        => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;

    private static void Put(Event message, Field<double> field, double? value, bool overwrite)
    {
        if (value is not { } number)
            return;
        if (overwrite)
            message.Set(field, number);
        else
            message.SetIfAbsent(field, number);
    }
}
