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
    private const int FirstUnnamedProtocol = 143;

    private readonly string _kind = cells[0];
    private readonly string _notes = cells[4];
    private List<string>? _ports;

    /// <summary>Fills the event.</summary>
    /// <returns>The destination ports; <see langword="null"/> where the notes do not speak of them.</returns>
    public List<string>? Read()
    {
        AddSystem(cells[5]);
        if (!AddKind())
            draft.Fail(null, $"is of the kind {Shown(_kind)}, which is not known");
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
            draft.Add(Fields.Source.AsName, system[..comma]);
        draft.Add(Fields.Source.Geolocation.Cc, comma < 0 ? system : system[(comma + 2)..]);
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
                draft.Add(Fields.Classification.Identifier, note);
                draft.Add(Fields.Protocol.Application, note);
                return false;
            case "phishing":
                draft.Add(Fields.Source.Url, note);
                return false;
            case "bot":
                CymruCapOldForm.ReadBot(draft, _notes);
                return false;
            default:
                draft.Fail(null, $"has the note {Shown(note)}, which is not known");
                return false;
        }
    }

    private void ReadPair(string key, string value)
    {
        switch (key)
        {
            case "family":
                draft.Add(Fields.Classification.Identifier, value.ToLowerInvariant());
                draft.Add(Fields.Malware.Name, value.ToLowerInvariant());
                break;
            case "dest_addr" or "destaddr":
                draft.Add(Fields.Destination.Ip, value);
                break;
            case "dest_port" or "ports_scanned" or "honeypot_port" or "darknet_port" or "destination_port_numbers":
                AddPorts(value);
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
                draft.Add(Fields.Source.Port, value);
                break;
            case "username":
                draft.Add(Fields.Source.Account, value);
                break;
            case "additional_asns":
                AddSystems(value);
                break;
            default:
                draft.Fail(null, $"has the note {Shown(key)}, which is not known");
                break;
        }
    }

    private void AddPorts(string value)
    {
        const string Total = " (total_count:";
        int total = value.EndsWith(')') ? value.LastIndexOf(Total, StringComparison.Ordinal) : -1;
        if (total >= 0 && value.Length > total + Total.Length + 1 && !value.AsSpan()[(total + Total.Length)..^1].ContainsAnyExceptInRange('0', '9'))
            value = value[..total];
        _ports ??= [];
        _ports.AddRange(value.Split(',', MaxPorts + 1, StringSplitOptions.TrimEntries));
        if (_ports.Count > MaxPorts)
            draft.Fail(Fields.Destination.Port.Name, $"would have more than {MaxPorts} values");
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
            draft.Add(Fields.Protocol.Transport, name);
        else if (int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= FirstUnnamedProtocol)
            draft.Add("extra.protocol.transport", CymruCapOldForm.NumberOf(number));
        else
            draft.Fail(Fields.Protocol.Transport.Name, "is a number whose meaning is not known");
    }

    private void AddHost(string value)
    {
        if (value != cells[1] || HarmonizationTypes.FQDN.IsValid(FieldValue.Text(Encoding.UTF8.GetBytes(value)), out _))
            draft.Add(Fields.Source.Fqdn, value);
    }

    private void AddProxy(string value)
    {
        string[] parts = value.Split('-', 3);
        if (parts.Length > 2)
            draft.Fail(Fields.Source.Port.Name, "cannot be told: the proxy's type has more than one dash");
        draft.Add(Fields.Protocol.Application, parts[0]);
        if (parts.Length == 2)
            draft.Add(Fields.Source.Port, parts[1]);
    }

    private void AddSystems(string value)
    {
        if (draft.Event[Fields.Source.Asn] is not { } asn)
        {
            draft.Fail("extra.source.asns", "cannot be told: the line has no AS");
            return;
        }

        var json = new StringBuilder().Append(CultureInfo.InvariantCulture, $"[{asn}");
        foreach (string part in value.Split(','))
        {
            if (!long.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out long other))
            {
                draft.Fail("extra.source.asns", "is not a list of numbers");
                return;
            }

            json.Append(CultureInfo.InvariantCulture, $", {other}");
        }

        draft.Add("extra.source.asns", FieldValue.Json(Encoding.UTF8.GetBytes(json.Append(']').ToString())));
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

    private static string Shown(string text) => text.Length > 100 ? text[..100] : text;
}
