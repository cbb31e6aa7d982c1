namespace IntelMQ.Schemas;

/// <summary>A named, typed slot of an event or report: the key for typed access.</summary>
/// <example><code>var department = new Field&lt;string&gt;("company.department", FieldCodec.String);
/// Console.WriteLine(department.Name);</code></example>
public abstract class Field
{
    private protected Field(string name, int ordinal)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Ordinal = ordinal;
    }

    /// <summary>The name, such as <c>source.ip</c>.</summary>
    public string Name { get; }

    /// <summary>The slot of a built-in field; -1 for own fields, which are found by name.</summary>
    internal int Ordinal { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A field whose values are read and written as <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The .NET type that stands for the wire values.</typeparam>
/// <remarks>
/// The built-in fields are in <see cref="Fields"/>. An own field is made by <see cref="Field{T}(string, FieldCodec{T})"/> and added to a
/// schema with <see cref="Schema.With(FieldDefinition[])"/>; a key below <c>extra.</c> needs no schema.
/// </remarks>
public sealed class Field<T> : Field
    where T : notnull
{
    /// <summary>A key for an own field or a name below <c>extra.</c>.</summary>
    /// <param name="name">The full name.</param>
    /// <param name="codec">How <typeparamref name="T"/> is read and written; see <see cref="FieldCodec"/>.</param>
    public Field(string name, FieldCodec<T> codec)
        : this(name, codec, BuiltInFields.OrdinalOf(name))
    {
    }

    internal Field(string name, FieldCodec<T> codec, int ordinal)
        : base(name, ordinal)
    {
        ArgumentNullException.ThrowIfNull(codec);
        Codec = codec;
    }

    /// <summary>How <typeparamref name="T"/> is read and written.</summary>
    public FieldCodec<T> Codec { get; }
}
