using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>A value that a field refused, as people may see it: short, without controls, and without secrets.</summary>
internal static partial class RefusedValue
{
    private const int MaxBytes = 100;

    /// <summary>The value; <see langword="null"/> where the names say that it is a secret, or there is nothing to show.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="column">The column's name, where there is one.</param>
    /// <param name="value">The value.</param>
    public static string? Of(string field, string? column, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || SecretName().IsMatch(field) || (column is not null && SecretName().IsMatch(column)))
            return null;
        bool isCut = value.Length > MaxBytes;
        if (isCut)
        {
            value = value[..MaxBytes];
            // Not in the middle of a character.
            while (value.Length > MaxBytes - 4 && Rune.DecodeLastFromUtf8(value, out _, out _) != System.Buffers.OperationStatus.Done)
                value = value[..^1];
        }

        string text = UserInfo().Replace(Encoding.UTF8.GetString(value), "${scheme}***@");
        return Printable.Of(text) + (isCut ? "..." : "");
    }

    [GeneratedRegex("pass(word|wd|phrase)?|secret|token|credential|api.?key|private.?key|authorization|cookie", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    // A cut value may end within the user's part.
    [GeneratedRegex("(?<scheme>://)[^/?#\\s]*(@|$)", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
