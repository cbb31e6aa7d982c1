using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Cymru;

/// <summary>The new form of the files: kinds of incidents with notes, <c>key: value</c> with semicolons between them.</summary>
internal sealed class CymruCapNotes(EventDraft draft, string[] cells)
{
    // Each port repeats the line: a line made of ports must not become gigabytes.
    private const int MaxPorts = 256;

    private readonly string _kind = cells[0];
    private readonly string _notes = cells[4];
    private List<string>? _ports;

    /// <summary>Fills the event.</summary>
    /// <returns>The destination ports; <see langword="null"/> where the notes do not speak of them.</returns>
    public List<string>? Read()
    {
        AddSystem(cells[5]);
        if (!AddKind())
            CymruCapOldForm.AddUnknown(draft, _kind);
        foreach (string note in Repair(_notes).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (draft.IsBroken || !ReadNote(note))
                break;
        }

        return _ports;
    }

    private void AddSystem(string system)
    {
        int comma = system.LastIndexOf(", ", StringComparison.Ordinal);
        if (comma >= 0)
            draft.AddDetail(Fields.Source.AsName, system[..comma], "as_name");
        draft.AddDetail(Fields.Source.Geolocation.Cc, comma < 0 ? system : system[(comma + 2)..], "cc");
    }

    private bool AddKind() => _kind switch
    {
        "bot" => Add(ClassificationType.InfectedSystem),
        "bruteforce" => Add(ClassificationType.BruteForce),
        "conficker" => Add(ClassificationType.InfectedSystem, "conficker", malware: "conficker"),
        "controller" => Add(ClassificationType.C2Server),
        "darknet" => Add(ClassificationType.Scanner, "darknet"),
        "honeypot" => Add(ClassificationType.Scanner),
        "openresolver" or "openresolvers" => Add(ClassificationType.VulnerableSystem, "dns-open-resolver", protocol: "dns"),
        "phishing" => Add(ClassificationType.Phishing, "phishing"),
        "proxy" => Add(ClassificationType.Proxy, "openproxy"),
        "scanner" => Add(ClassificationType.Scanner, "scanner"),
        "spam" => Add(ClassificationType.Spam, "spam"),
        _ => false,
    };

    private bool Add(string type, string identifier = "", string protocol = "", string malware = "")
    {
        draft.Add(Fields.Classification.Type, type);
        draft.Add(Fields.Classification.Identifier, identifier);
        draft.Add(Fields.Protocol.Application, protocol);
        draft.Add(Fields.Malware.Name, malware);
        return true;
    }

    // Whether there is more to read.
    private bool ReadNote(string note)
    {
        int colon = note.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && !note.StartsWith("http", StringComparison.Ordinal))
        {
            ReadPair(note[..colon].Trim(), note[(colon + 1)..].Trim());
            return true;
        }

        switch (_kind)
        {
            case "proxy":
                AddProxy(note);
                return true;
            case "bruteforce":
                draft.AddDetail(Fields.Classification.Identifier, note, "note");
                draft.AddDetail(Fields.Protocol.Application, note, "note");
                return false;
            case "phishing":
                draft.Add(Fields.Source.Url, note);
                return false;
            case "bot":
                CymruCapOldForm.ReadBot(draft, _notes);
                return false;
            default:
                draft.Keep("note", note);
                return true;
        }
    }

    private void ReadPair(string key, string value)
    {
        switch (key)
        {
            case "family":
                draft.AddDetail(Fields.Classification.Identifier, value.ToLowerInvariant(), key);
                draft.AddDetail(Fields.Malware.Name, value.ToLowerInvariant(), key);
                break;
            case "dest_addr" or "destaddr":
                draft.AddDetail(Fields.Destination.Ip, value, key);
                break;
            case "dest_port" or "ports_scanned" or "honeypot_port" or "darknet_port" or "destination_port_numbers":
                AddPorts(key, value);
                break;
            case "protocol":
                AddProtocol(value);
                break;
            case "hostname":
                AddHost(value);
                break;
            case "proxy_type":
                AddProxy(value);
                break;
            case "port" or "srcport":
                draft.AddDetail(Fields.Source.Port, value, key);
                break;
            case "username":
                draft.AddDetail(Fields.Source.Account, value, key);
                break;
            case "additional_asns":
                AddSystems(value);
                break;
            default:
                draft.Keep(key, value);
                break;
        }
    }

    // What is no port goes the way of notes that are not known.
    private void AddPorts(string key, string value)
    {
        const string Total = " (total_count:";
        int total = value.EndsWith(')') ? value.LastIndexOf(Total, StringComparison.Ordinal) : -1;
        if (total >= 0 && value.Length > total + Total.Length + 1 && !value.AsSpan()[(total + Total.Length)..^1].ContainsAnyExceptInRange('0', '9'))
            value = value[..total];
        _ports ??= [];
        string[] ports = value.Split(',', MaxPorts + 1, StringSplitOptions.TrimEntries);
        if (_ports.Count + ports.Length > MaxPorts)
            draft.Fail(Fields.Destination.Port.Name, $"would have more than {MaxPorts} values");
        foreach (string port in ports)
        {
            if (draft.IsBroken)
                return;
            if (draft.Takes(Fields.Destination.Port, port))
                _ports.Add(port);
            else
                draft.Keep(key, port);
        }
    }

    private void AddProtocol(string value)
    {
        string? name = value switch
        {
            "1" => "icmp",
            "6" => "tcp",
            "11" => "nvp-ii",
            "17" => "udp",
            "47" => "gre",
            "59" => "ipv6-nonxt",
            _ => null,
        };
        if (name is not null)
            draft.AddDetail(Fields.Protocol.Transport, name, "protocol");
        else if (int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number))
            draft.Keep("protocol.transport", CymruCapOldForm.NumberOf(number));
        else
            draft.AddDetail(Fields.Protocol.Transport, value, "protocol.transport");
    }

    private void AddHost(string value)
    {
        if (value != cells[1] || HarmonizationTypes.FQDN.IsValid(FieldValue.Text(Encoding.UTF8.GetBytes(value)), out _))
            draft.AddDetail(Fields.Source.Fqdn, value, "hostname");
    }

    private void AddProxy(string value)
    {
        string[] parts = value.Split('-', 3);
        draft.AddDetail(Fields.Protocol.Application, parts[0], "proxy_type");
        if (parts.Length == 2)
            draft.AddDetail(Fields.Source.Port, parts[1], "proxy_type");
        else if (parts.Length > 2)
            draft.Keep("proxy_type", value);
    }

    private void AddSystems(string value)
    {
        var json = new StringBuilder().Append(CultureInfo.InvariantCulture, $"[{draft.Event[Fields.Source.Asn]}");
        foreach (string part in value.Split(','))
        {
            if (!long.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out long other))
            {
                draft.Keep("additional_asns", value);
                return;
            }

            json.Append(json.Length > 1 ? ", " : "").Append(other);
        }

        draft.Keep("source.asns", FieldValue.Json(Encoding.UTF8.GetBytes(json.Append(']').ToString())));
    }

    // The feed leaves out the semicolon between a host's name and the port.
    private static string Repair(string notes)
    {
        const string Host = "hostname: ";
        const string Port = "port";
        for (int at = notes.IndexOf(Host, StringComparison.Ordinal); at >= 0; at = notes.IndexOf(Host, at + 1, StringComparison.Ordinal))
        {
            int start = at + Host.Length;
            int length = notes.AsSpan(start).IndexOfAny(':', ';');
            if (length <= Port.Length)
                continue;
            int end = start + length;
            if (notes.AsSpan(start, length).EndsWith(Port) && notes.AsSpan(end) is [':', ' ', >= '0' and <= '9', ..])
                return $"{notes.AsSpan(0, end - Port.Length)}; {notes.AsSpan(end - Port.Length)}";
        }

        return notes;
    }
}
