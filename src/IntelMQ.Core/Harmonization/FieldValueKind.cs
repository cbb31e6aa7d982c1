namespace IntelMQ.Harmonization;

/// <summary>What a wire value is in the event's JSON.</summary>
public enum FieldValueKind : byte
{
    /// <summary>The message has no such field.</summary>
    Missing,

    /// <summary>JSON's <c>null</c>; stands in <c>extra.*</c> only.</summary>
    Null,

    /// <summary>Text, held as valid UTF-8 without quotes and escapes.</summary>
    Text,

    /// <summary>A number, held as its digits: <c>100</c> and <c>100.0</c> stay what they are.</summary>
    Number,

    /// <summary>A boolean, held as <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An array or object, held as JSON text; stands in <c>extra.*</c> only.</summary>
    Json,
}
