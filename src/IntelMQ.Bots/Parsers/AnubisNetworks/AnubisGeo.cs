using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AnubisNetworks;

/// <summary>Reads where an address is, for several addresses of a record.</summary>
internal sealed class AnubisGeo(EventDraft draft)
{
    private static readonly (string Member, Field Field)[] Old =
    [
        ("asn", Fields.Source.Asn),
        ("asn_name", Fields.Source.AsName),
        ("city", Fields.Source.Geolocation.City),
        ("country_code", Fields.Source.Geolocation.Cc),
        ("country_name", Fields.Source.Geolocation.Country),
        ("latitude", Fields.Source.Geolocation.Latitude),
        ("longitude", Fields.Source.Geolocation.Longitude),
        ("region", Fields.Source.Geolocation.Region),
    ];

    /// <summary>The old layout: the source's, of which it says more than is kept.</summary>
    public void ReadOld(string name, JsonElement value)
    {
        if (!IsObject(name, value))
            return;
        foreach ((string member, Field field) in Old)
        {
            if (value.TryGetProperty(member, out JsonElement inner))
                draft.Add(field, JsonReport.ValueOf(inner), $"source.geolocation.{member}");
        }

        if (value.TryGetProperty("netmask", out JsonElement length) && value.TryGetProperty("ip", out JsonElement address))
            draft.AddDetail(Fields.Source.Network, $"{JsonReport.TextOf(address)}/{JsonReport.TextOf(length)}", "source.netmask");
    }

    /// <summary>The new layout: fields below a name; those that the schema does not have go below <c>extra</c> as they stand.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The member.</param>
    /// <param name="below">What the fields' names begin with.</param>
    /// <param name="path">What the member <c>path</c> must say; <see langword="null"/> for anything.</param>
    public void Read(string name, JsonElement value, string below, string? path)
    {
        if (!IsObject(name, value))
            return;
        if (path is not null && !(value.TryGetProperty("path", out JsonElement said) && said.ValueKind == JsonValueKind.String && said.ValueEquals(path)))
        {
            draft.Keep(name, JsonReport.ValueOf(value));
            return;
        }

        foreach ((string member, JsonElement inner) in JsonReport.Members(value))
        {
            if (member is "ip" or "path")
                continue;
            if (member == "netmask")
                AddNetwork(value, below, inner);
            else
                Add($"{below}.{FieldOf(member) ?? $"geolocation.{member}"}", JsonReport.ValueOf(inner));
            if (draft.IsBroken)
                return;
        }
    }

    private static string? FieldOf(string member) => member switch
    {
        "asn" => "asn",
        "asn_name" => "as_name",
        "country_code" => "geolocation.cc",
        "country_name" => "geolocation.country",
        "region" or "city" or "latitude" or "longitude" or "region_code" or "postal_code" or "dma_code" or "area_code" or "metro_code" => $"geolocation.{member}",
        _ => null,
    };

    private void AddNetwork(JsonElement value, string below, JsonElement length)
    {
        if (value.TryGetProperty("ip", out JsonElement address))
            Add($"{below}.network", FieldValue.Text(System.Text.Encoding.UTF8.GetBytes($"{JsonReport.TextOf(address)}/{JsonReport.TextOf(length)}")));
        else
            draft.Keep($"{below}.netmask", JsonReport.ValueOf(length));
    }

    private void Add(string field, FieldValue value)
    {
        if (draft.Event.Schema.TryGetKey(field, out _))
            draft.AddDetail(field, value, field);
        else
            draft.Keep(field, value);
    }

    private bool IsObject(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            draft.Keep(name, JsonReport.ValueOf(value));
        return value.ValueKind == JsonValueKind.Object;
    }
}
