using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// What a harmonization type made of a value: a part of the value itself, bytes it wrote to the buffer it was handed, or the reason
/// why the value is refused. Small, and without allocation where the reason is a constant.
/// </summary>
public readonly struct Harmonized
{
    private Harmonized(FieldValueKind kind, bool isSlice, int start, int length, string? reason)
    {
        Kind = kind;
        IsSlice = isSlice;
        Start = start;
        Length = length;
        Reason = reason;
    }

    /// <summary>Whether the value is not refused.</summary>
    public bool IsValid => Reason is null;

    /// <summary>Why the value is refused, as the end of a sentence that begins with the field's name (<c>is not an IP address</c>).</summary>
    public string? Reason { get; }

    /// <summary>The wire value's kind.</summary>
    public FieldValueKind Kind { get; }

    /// <summary>Whether the wire value is a part of the value handed in; otherwise it stands in the buffer.</summary>
    public bool IsSlice { get; }

    /// <summary>Where the wire value starts, in bytes, within the value handed in or within the buffer.</summary>
    public int Start { get; }

    /// <summary>How many bytes the wire value has.</summary>
    public int Length { get; }

    /// <summary>The wire value is these bytes of the value handed in.</summary>
    public static Harmonized Slice(FieldValueKind kind, int start, int length) => new(kind, true, start, length, null);

    /// <summary>The wire value is everything that was appended to the buffer since it had <paramref name="start"/> bytes.</summary>
    public static Harmonized Written(FieldValueKind kind, Utf8Buffer buffer, int start) => new(kind, false, start, buffer.Length - start, null);

    /// <summary>There is no value, which is no fault: the field is left out.</summary>
    public static Harmonized None => default;

    /// <summary>The value is refused.</summary>
    /// <param name="reason">The end of a sentence that begins with the field's name; a constant, without the value.</param>
    public static Harmonized Invalid(string reason) => new(default, false, 0, 0, reason);

    /// <summary>The wire value; to be called with what was handed to the type.</summary>
    public FieldValue Value(FieldValue input, Utf8Buffer buffer)
        => FieldValue.Of(Kind, IsSlice ? input.Utf8.Slice(Start, Length) : buffer.Slice(Start, Length));
}
