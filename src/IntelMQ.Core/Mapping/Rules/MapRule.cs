namespace IntelMQ.Mapping;

/// <summary>One rule of a <see cref="FieldMap"/>. Immutable, and readable: the generated pages are made of it.</summary>
public abstract record MapRule
{
    private protected MapRule()
    {
    }

    /// <summary>For people: where the rule's value comes from, or what the rule asks.</summary>
    public abstract string Source { get; }

    /// <summary>The columns that the rule speaks of by name.</summary>
    public virtual IEnumerable<string> Columns => [];

    /// <summary>The fields that the rule speaks of.</summary>
    internal virtual IEnumerable<string> FieldNames => [];

    /// <summary>Whether the rule says something else for each element of a row.</summary>
    internal virtual bool UsesElement => false;

    /// <inheritdoc/>
    public override string ToString() => Source;
}
