using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntelMQ.Bots;

namespace IntelMQ.Mail.Collectors;

/// <summary>Which texts of a mail are taken, and in which order: <c>plain</c>, <c>html</c>. A list, a text with commas, or <c>true</c> for both.</summary>
public sealed class MailContentTypes : IParameterValue<MailContentTypes>
{
    private MailContentTypes(string[] kinds) => Kinds = kinds;

    /// <summary>Plain text, then HTML.</summary>
    public static MailContentTypes Both { get; } = new(["plain", "html"]);

    /// <inheritdoc/>
    public static ParameterForm<MailContentTypes> Form { get; } = new OwnForm();

    /// <summary>The kinds, in the order in which they are taken.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>These kinds, in this order.</summary>
    /// <param name="kinds"><c>plain</c>, <c>html</c>.</param>
    /// <exception cref="ArgumentException">A kind is neither of them.</exception>
    public static MailContentTypes Of(params ReadOnlySpan<string> kinds)
        => TryMake(kinds.ToArray(), out MailContentTypes? made) ? made : throw new ArgumentException("The kinds of texts are plain and html.", nameof(kinds));

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", Kinds);

    private static bool TryMake(IEnumerable<string> kinds, [NotNullWhen(true)] out MailContentTypes? made)
    {
        string[] known = [.. kinds.Where(static kind => kind.Length > 0).Distinct(StringComparer.Ordinal)];
        made = Array.TrueForAll(known, static kind => kind is "plain" or "html") ? known.Length == 0 ? Both : new(known) : null;
        return made is not null;
    }

    private sealed class OwnForm : ParameterForm<MailContentTypes>
    {
        public override string Words => "true, or a list of plain and html";

        public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out MailContentTypes value)
        {
            value = Both;
            return json.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
                JsonValueKind.String when ParameterForms.Text.TryRead(json, reading, out string? text) && bool.TryParse(text, out _) => true,
                _ => TextList.Form.TryRead(json, reading, out TextList? kinds) && TryMake(kinds, out value),
            };
        }

        public override void Write(Utf8JsonWriter writer, MailContentTypes value)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            TextList.Form.Write(writer, [.. value.Kinds]);
        }

        public override void WriteSchema(Utf8JsonWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.WriteStartArray("type"u8);
            writer.WriteStringValue("boolean"u8);
            writer.WriteStringValue("string"u8);
            writer.WriteStringValue("array"u8);
            writer.WriteEndArray();
        }
    }
}
