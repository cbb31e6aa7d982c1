using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AnubisNetworks;

/// <summary>Reads one record, member by member.</summary>
internal sealed class AnubisRecord(EventDraft draft, JsonElement root, bool familyIsIdentifier)
{
    private const string ForwardedFor = "_geo_comm_http_x_forwarded_for_";
    private const int CommonGeoPrefix = 15;

    private readonly AnubisGeo _geo = new(draft);

    public void Read()
    {
        foreach ((string name, JsonElement value) in JsonReport.Members(root))
        {
            ReadMember(name, value);
            if (draft.IsBroken)
                return;
        }
    }

    private void ReadMember(string name, JsonElement value)
    {
        switch (name)
        {
            case "_ts":
                draft.AddSeconds(Fields.Time.Source, JsonReport.ValueOf(value));
                break;
            case "trojanfamily":
                Add(Fields.Malware.Name, value, name);
                break;
            case "env":
                Each(name, value, ReadEnvironment);
                break;
            case "malw":
                Each(name, value, (member, inner) => ReadMalware(value, member, inner));
                break;
            case "comm":
                Each(name, value, (member, inner) => ReadCommunication(value, member, inner));
                break;
            case "src":
                Each(name, value, static (member, _) => member is "ip" or "port", (member, inner) => draft.Add($"source.{member}", JsonReport.ValueOf(inner), $"src.{member}"));
                break;
            case "dst":
                Each(name, value, static (member, _) => member is "ip" or "port", (member, inner) => draft.Add($"destination.{member}", JsonReport.ValueOf(inner), $"dst.{member}"));
                break;
            case "tracking":
                Each(name, value, ReadTracking);
                break;
            case "qtype":
                AddExtra("dns_query_type", value);
                break;
            case "app_proto":
                draft.Set(Fields.Protocol.Application.Name, JsonReport.ValueOf(value), name);
                break;
            case "_origin" or "_provider" or "pattern_verified":
                AddExtra(name, value);
                break;
            case "metadata":
                Each(name, value, static (_, _) => true, (member, inner) => AddExtra($"metadata.{member}", inner));
                break;
            case "_geo_env_remote_addr":
                _geo.ReadOld(name, value);
                break;
            case "_geo_src_ip":
                _geo.Read(name, value, "source", null);
                break;
            case "_geo_tracking_last_ip":
                _geo.Read(name, value, "tracking.last", "tracking.last_ip");
                break;
            case "_geo_comm_http_host":
                _geo.Read(name, value, "communication.http.host", "comm.http.host");
                break;
            case var forwarded when forwarded.StartsWith(ForwardedFor, StringComparison.Ordinal):
                _geo.Read(name, value, $"communication.http.{forwarded.Replace("#", "", StringComparison.Ordinal)[CommonGeoPrefix..]}", null);
                break;
            default:
                draft.Keep(name, JsonReport.ValueOf(value));
                break;
        }
    }

    private bool ReadEnvironment(string member, JsonElement value)
    {
        switch (member)
        {
            case "remote_addr":
                Add(Fields.Source.Ip, value, "env.remote_addr");
                return true;
            case "remote_port":
                Add(Fields.Source.Port, value, "env.remote_port");
                return true;
            case "server_addr":
                Add(Fields.Destination.Ip, value, "env.server_addr");
                return true;
            case "server_port":
                Add(Fields.Destination.Port, value, "env.server_port");
                return true;
            case "server_name":
                Add(Fields.Destination.Fqdn, value, "env.server_name");
                return true;
            default:
                return ReadRequest(member, value);
        }
    }

    private bool ReadMalware(JsonElement malware, string member, JsonElement value)
    {
        switch (member)
        {
            case "severity":
                AddExtra("malware.severity", value);
                return true;
            case "family" when familyIsIdentifier:
                Add(Fields.Classification.Identifier, value, "malw.family");
                return true;
            case "family":
                if (!malware.TryGetProperty("variant", out JsonElement variant) || JsonReport.TextOf(variant) != JsonReport.TextOf(value))
                    AddExtra("malware.family", value);
                return true;
            case "variant":
                Add(Fields.Malware.Name, value, "malw.variant");
                return true;
            case "categories":
                AddExtra("malware.categories", value);
                return true;
            default:
                return ReadRequest(member, value);
        }
    }

    private bool ReadCommunication(JsonElement communication, string member, JsonElement value)
    {
        switch (member)
        {
            case "proto":
                draft.Set(Fields.Protocol.Application.Name, JsonReport.ValueOf(value), "comm.proto");
                return true;
            case "categories":
                AddExtra("malware.categories", value);
                return true;
            case "method":
                AddExtra("communication.type", value);
                return true;
            case "http":
                Each("comm.http", value, ReadHttp);
                AddUrl(communication, value);
                return true;
            case "dns":
                Each("comm.dns", value, ReadDns);
                return true;
            default:
                return ReadRequest(member, value);
        }
    }

    private bool ReadHttp(string member, JsonElement value)
    {
        switch (member)
        {
            case "method":
                AddExtra("request_method", value);
                return true;
            case "host":
                AddHost(value);
                return true;
            case "path":
                Add(Fields.Destination.UrlPath, value, "comm.http.path");
                return true;
            case "user_agent":
                AddExtra("user_agent", value);
                return true;
            case "more_headers":
                AddExtra("communication.headers", value);
                return true;
            case "cookies" or "unverified_domain" or "x_forwarded_for":
                AddExtra($"communication.{member}", value);
                return true;
            default:
                return false;
        }
    }

    private bool ReadDns(string member, JsonElement value)
    {
        if (member == "name")
            Add(Fields.Destination.Fqdn, value, "comm.dns.name");
        else if (member == "qtype")
            AddExtra("dns_query_type", value);
        else
            return false;
        return true;
    }

    private bool ReadTracking(string member, JsonElement value)
    {
        string? name = member switch
        {
            "id" or "tr" or "changes" or "checkins" or "same_ip" => $"tracking.{member}",
            "last_ip" => "tracking.last.ip",
            "first" => "first_seen",
            "seen" => "last_seen",
            "days" => "days_seen",
            _ => null,
        };
        if (name is not null)
            AddExtra(name, value);
        return name is not null;
    }

    private bool ReadRequest(string member, JsonElement value)
    {
        if (member is not ("request_method" or "cookies" or "path_info" or "http_referer"))
            return false;
        AddExtra(member, value);
        return true;
    }

    private void AddHost(JsonElement host)
    {
        if (draft.AddIfValid(Fields.Destination.Fqdn, JsonReport.ValueOf(host)))
            return;
        bool isAddress = root.TryGetProperty("dst", out JsonElement destination) && destination.ValueKind == JsonValueKind.Object
            && destination.TryGetProperty("ip", out JsonElement address) && JsonReport.TextOf(address) == JsonReport.TextOf(host);
        if (!isAddress)
            AddExtra("communication.http_host", host);
    }

    private void AddUrl(JsonElement communication, JsonElement http)
    {
        if (http.ValueKind == JsonValueKind.Object && communication.TryGetProperty("proto", out JsonElement protocol)
            && http.TryGetProperty("host", out JsonElement host) && http.TryGetProperty("path", out JsonElement path))
            draft.AddDetail(Fields.Destination.Url, $"{JsonReport.TextOf(protocol)}://{JsonReport.TextOf(host)}{JsonReport.TextOf(path)}", "communication.url");
    }

    private void Each(string name, JsonElement value, Func<string, JsonElement, bool> isKnown, Action<string, JsonElement> read)
        => Each(name, value, (member, inner) =>
        {
            if (!isKnown(member, inner))
                return false;
            read(member, inner);
            return true;
        });

    private void Each(string name, JsonElement value, Func<string, JsonElement, bool> read)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            draft.Keep(name, JsonReport.ValueOf(value));
            return;
        }

        foreach ((string member, JsonElement inner) in JsonReport.Members(value))
        {
            if (!read(member, inner))
                draft.Keep($"{name}.{member}", JsonReport.ValueOf(inner));
            if (draft.IsBroken)
                return;
        }
    }

    private void Add(Field field, JsonElement value, string path) => draft.Add(field, JsonReport.ValueOf(value), path);

    private void AddExtra(string name, JsonElement value) => draft.AddDetail($"extra.{name}", JsonReport.ValueOf(value), name);
}
