using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>Finds what lies within JSON.</summary>
internal static class MemberPath
{
    public const int MaxSteps = 16;

    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>Whether a step means the same to all databases: numbers of elements are written without signs, zeros and blanks in front.</summary>
    public static bool IsSound(string step)
    {
        string trimmed = step.Trim(' ', '\t', '\n', '\r', '\v', '\f');
        string digits = trimmed.TrimStart('+', '-');
        if (step.Contains('\0', StringComparison.Ordinal))
            return false;
        return digits.Length == 0 || !char.IsAsciiDigit(digits[0]) || (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number.ToString(CultureInfo.InvariantCulture) == step)
            || !digits.All(char.IsAsciiDigit);
    }

    public static bool TryFind(JsonElement element, ReadOnlySpan<string> path, out JsonElement found)
    {
        found = element;
        foreach (string step in path)
        {
            JsonElement next = default;
            bool isThere = found.ValueKind switch
            {
                JsonValueKind.Object => found.TryGetProperty(step, out next),
                JsonValueKind.Array => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < found.GetArrayLength() && (next = found[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };
            if (!isThere)
                return false;
            found = next;
        }

        return true;
    }

    public static FieldValue ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => FieldValue.Number(Encoding.UTF8.GetBytes(element.GetRawText())),
        JsonValueKind.True => FieldValue.Boolean(true),
        JsonValueKind.False => FieldValue.Boolean(false),
        JsonValueKind.Object or JsonValueKind.Array => FieldValue.Json(Encoding.UTF8.GetBytes(element.GetRawText())),
        _ => FieldValue.Null,
    };
}
