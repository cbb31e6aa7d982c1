using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>How a parameter's value is written in configuration: read, written, described.</summary>
/// <typeparam name="T">The property's type, without <c>?</c>.</typeparam>
public abstract class ParameterForm<T>
    where T : notnull
{
    /// <summary>What a value is, for pages: <c>a whole number</c>.</summary>
    public abstract string Words { get; }

    /// <summary>What a value must be, for complaints; <see cref="Words"/> by default.</summary>
    public virtual string Expected => Words;

    /// <summary>Whether values must never be shown.</summary>
    public virtual bool IsSecret => false;

    /// <summary>Reads a value; never throws for what it is given.</summary>
    /// <param name="json">The value; not null.</param>
    /// <param name="reading">How strictly to read.</param>
    /// <param name="value">What was read.</param>
    /// <returns>Whether the value has this form.</returns>
    public abstract bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out T value);

    /// <summary>Writes a value as it is read.</summary>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>Writes the JSON schema's members that describe the form, <c>type</c> and the like, into the object that is open.</summary>
    public abstract void WriteSchema(Utf8JsonWriter writer);

    /// <summary>Whether a value is as good as none: empty text, an empty list.</summary>
    public virtual bool IsNothing(T value) => false;

    /// <summary>The number that a range holds; null where it is none.</summary>
    public virtual double? Measure(T value) => null;

    /// <summary>The texts that a choice holds; none by default.</summary>
    public virtual IEnumerable<string> Choices(T value) => [];
}
