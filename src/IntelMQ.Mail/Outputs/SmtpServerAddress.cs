using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Mail.Connections;

namespace IntelMQ.Mail.Outputs;

/// <summary>
/// A mail server in one parameter: its name; a list of host, port, user, password and <c>tls</c> or <c>starttls</c>; or a map with these
/// names (<c>security</c> for the last).
/// </summary>
public sealed class SmtpServerAddress : IParameterValue<SmtpServerAddress>
{
    private static readonly string[] Places = ["host", "port", "user", "password", "security", "timeout"];

    /// <inheritdoc/>
    public static ParameterForm<SmtpServerAddress> Form { get; } = new OwnForm();

    /// <summary>The server's address or name.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port; 25 by default.</summary>
    public int Port { get; init; } = 25;

    /// <summary>Who logs in; <see langword="null"/> for nobody.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }

    /// <summary><c>tls</c>, <c>starttls</c>, or <see langword="null"/> for what the port says: 465 and 587 are protected, others are not.</summary>
    public string? Security { get; init; }

    /// <summary>A server by its name.</summary>
    public static implicit operator SmtpServerAddress(string host) => FromString(host);

    /// <summary>A server by its name.</summary>
    public static SmtpServerAddress FromString(string host) => new() { Host = host };

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";

    internal MailSecurity Protection => Security switch
    {
        "tls" => MailSecurity.Tls,
        "starttls" => MailSecurity.StartTls,
        _ => Port switch { 465 => MailSecurity.Tls, 587 => MailSecurity.StartTls, _ => MailSecurity.None },
    };

    private sealed class OwnForm : ParameterForm<SmtpServerAddress>
    {
        public override string Words => "a host, a list of host, port, user, password and security, or a map with these names";

        public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out SmtpServerAddress value)
        {
            value = null;
            var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            switch (json.ValueKind)
            {
                case JsonValueKind.String:
                    members["host"] = json;
                    break;
                case JsonValueKind.Array when json.GetArrayLength() <= Places.Length:
                    foreach ((string name, JsonElement item) in Places.Zip(json.EnumerateArray()))
                        members[name] = item;
                    break;
                case JsonValueKind.Object:
                    foreach (JsonProperty member in json.EnumerateObject())
                        members[member.Name] = member.Value;
                    break;
            }

            if (members.Keys.Except(Places).Any() || !members.ContainsKey("host"))
                return false;
            string? user = null, security = null, host = null;
            int port = 25;
            Secret? password = null;
            if (!Read("host", ParameterForms.Text, ref host) || !Read("user", ParameterForms.Text, ref user) || !Read("security", ParameterForms.Text, ref security)
                || !Read("password", Secret.Form, ref password) || string.IsNullOrEmpty(host) || security is not (null or "" or "tls" or "starttls"))
                return false;
            if (members.TryGetValue("port", out JsonElement number) && number.ValueKind != JsonValueKind.Null && (!ParameterForms.Int32.TryRead(number, reading, out port) || port is < 1 or > 65535))
                return false;
            value = new SmtpServerAddress { Host = host, Port = port, User = string.IsNullOrEmpty(user) ? null : user, Password = password, Security = string.IsNullOrEmpty(security) ? null : security };
            return true;

            bool Read<T>(string name, ParameterForm<T> form, ref T? found)
                where T : class
                => !members.TryGetValue(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null || form.TryRead(member, reading, out found);
        }

        public override void Write(Utf8JsonWriter writer, SmtpServerAddress value)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            writer.WriteStartObject();
            writer.WriteString("host"u8, value.Host);
            writer.WriteNumber("port"u8, value.Port);
            if (value.User is not null)
                writer.WriteString("user"u8, value.User);
            if (value.Password?.Reference is { } reference)
                writer.WriteString("password"u8, reference);
            if (value.Security is not null)
                writer.WriteString("security"u8, value.Security);
            writer.WriteEndObject();
        }

        public override void WriteSchema(Utf8JsonWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.WriteStartArray("type"u8);
            writer.WriteStringValue("string"u8);
            writer.WriteStringValue("array"u8);
            writer.WriteStringValue("object"u8);
            writer.WriteEndArray();
        }
    }
}
