using System.Buffers;
using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>Writes what an event saw as observables, and notes which fields they hold.</summary>
internal sealed class StixObservables(Event message, StixObjects objects)
{
    private static readonly SearchValues<char> NotInAddresses = SearchValues.Create(" \t\r\n\\,;<>\"");

    private readonly HashSet<string> _held = new(StringComparer.Ordinal);

    /// <summary>The ids of the observables, each once.</summary>
    public List<string> Refs { get; } = [];

    /// <summary>Whether the observables hold a field so that it is read back as it is.</summary>
    public bool Holds(string field) => _held.Contains(field);

    /// <summary>Notes that another object holds a field.</summary>
    public void Hold(Field field) => _held.Add(field.Name);

    /// <summary>Writes them.</summary>
    public void Add()
    {
        string? source = Address(Fields.Source.Ip);
        string? destination = Address(Fields.Destination.Ip);
        if (source is not null || destination is not null)
            AddTraffic(source, destination);
        Value("domain-name", Fields.Source.Fqdn);
        Value("url", Fields.Source.Url);
        AddSystem();
        AddAccount();
        AddFile();
        AddSoftware();
        if (!message.Raw.IsEmpty)
        {
            Hold(Fields.Raw);
            AddArtifact(message.Raw.Span, "application/octet-stream");
        }
        else if (Refs.Count == 0)
        {
            // Observed data is not allowed without observables.
            AddArtifact(message.ToJson(MessageFormat.Flat), "application/json");
        }
    }

    private string? Address(Field field)
    {
        if (Text(field) is not { } address)
            return null;
        Hold(field);
        return Ref(objects.AddObservable(address.Contains(':', StringComparison.Ordinal) ? "ipv6-addr" : "ipv4-addr", [("value", StixObjects.Quoted(address))]));
    }

    private void Value(string type, Field field)
    {
        if (Text(field) is not { } text)
            return;
        Hold(field);
        Ref(objects.AddObservable(type, [("value", StixObjects.Quoted(text))]));
    }

    private void AddTraffic(string? source, string? destination)
    {
        string? transport = Text(Fields.Protocol.Transport);
        string? application = Text(Fields.Protocol.Application);
        var identity = new List<(string, string)>();
        if (Port(Fields.Destination.Port) is { } destinationPort)
            identity.Add(("dst_port", destinationPort));
        if (destination is not null)
            identity.Add(("dst_ref", StixObjects.Quoted(destination)));
        List<string> protocols = [(source ?? destination)!.StartsWith("ipv6", StringComparison.Ordinal) ? "ipv6" : "ipv4"];
        if (transport is not null && StixNames.Transports.Contains(transport))
            protocols.Add(Held(Fields.Protocol.Transport, transport));
        if (application is not null && !StixNames.Transports.Contains(application) && !StixNames.Networks.Contains(application))
            protocols.Add(Held(Fields.Protocol.Application, application));
        identity.Add(("protocols", $"[{string.Join(',', protocols.Select(StixObjects.Quoted))}]"));
        if (Port(Fields.Source.Port) is { } sourcePort)
            identity.Add(("src_port", sourcePort));
        if (source is not null)
            identity.Add(("src_ref", StixObjects.Quoted(source)));
        if (destination is not null || identity.Count > 2 || protocols.Count > 1)
            Ref(objects.AddObservable("network-traffic", identity));
    }

    private string? Port(Field<long> field)
    {
        if (message[field] is not ({ } port and >= 0 and <= 65535))
            return null;
        Hold(field);
        return port.ToString(CultureInfo.InvariantCulture);
    }

    private void AddSystem()
    {
        if (message[Fields.Source.Asn] is not { } number)
            return;
        Hold(Fields.Source.Asn);
        string? name = Held(Fields.Source.AsName);
        string? registry = Held(Fields.Source.Registry);
        Ref(objects.AddObservable("autonomous-system", [("number", number.ToString(CultureInfo.InvariantCulture))], json =>
        {
            if (name is not null)
                json.WriteString("name", name);
            if (registry is not null)
                json.WriteString("rir", registry);
        }));
    }

    private void AddAccount()
    {
        if (Held(Fields.Source.Account) is not { } account)
            return;
        bool isAddress = account.Count(static letter => letter == '@') == 1 && !account.StartsWith('@') && !account.EndsWith('@') && !account.AsSpan().ContainsAny(NotInAddresses);
        Ref(objects.AddObservable(isAddress ? "email-addr" : "user-account", [(isAddress ? "value" : "account_login", StixObjects.Quoted(account))]));
    }

    private void AddFile()
    {
        (string Name, Field Field, int Length)[] known = [("MD5", Fields.Malware.Hash.Md5, 32), ("SHA-1", Fields.Malware.Hash.Sha1, 40), ("SHA-256", Fields.Malware.Hash.Sha256, 64)];
        (string Name, string Value)[] hashes = [.. known.Where(hash => Text(hash.Field) is { } text && text.Length == hash.Length && text.All(char.IsAsciiHexDigit)).Select(hash => (hash.Name, Held(hash.Field)!))];
        if (hashes.Length == 0)
            return;
        // An id is made of one hash, the first of these that there is.
        string json = "{" + string.Join(',', hashes.Select(static hash => $"\"{hash.Name}\":\"{hash.Value}\"")) + "}";
        string first = $"{{\"hashes\":{{\"{hashes[0].Name}\":\"{hashes[0].Value}\"}}}}";
        Ref(objects.Add("file", Export.NameUuid.Of(StixNames.Observables, first), writer =>
        {
            writer.WritePropertyName("hashes");
            writer.WriteRawValue(json, skipInputValidation: true);
        }));
    }

    private void AddSoftware()
    {
        if (Held(Fields.Product.Name) is not { } name)
            return;
        var identity = new List<(string, string)> { ("name", StixObjects.Quoted(name)) };
        if (Held(Fields.Product.Vendor) is { } vendor)
            identity.Add(("vendor", StixObjects.Quoted(vendor)));
        if (Held(Fields.Product.Version) is { } version)
            identity.Add(("version", StixObjects.Quoted(version)));
        Ref(objects.AddObservable("software", identity));
    }

    private void AddArtifact(ReadOnlySpan<byte> bytes, string type)
        => Ref(objects.AddObservable("artifact", [("payload_bin", $"\"{Convert.ToBase64String(bytes)}\"")], json => json.WriteString("mime_type", type)));

    private string Ref(string id)
    {
        if (!Refs.Contains(id))
            Refs.Add(id);
        return id;
    }

    private string? Text(Field field) => message.Contains(field) ? message.Get(field).ToString() : null;

    private string Held(Field field, string text)
    {
        Hold(field);
        return text;
    }

    private string? Held(Field field) => Text(field) is { } text ? Held(field, text) : null;
}
