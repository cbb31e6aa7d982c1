using IntelMQ.Messages;

namespace IntelMQ.Misp.Events;

/// <summary>What the attributes of an event's object are besides their values, and which fields become attributes at all.</summary>
internal abstract class ObjectForm
{
    /// <summary>Further members of the object, as JSON with a comma behind each; may be empty.</summary>
    public virtual ReadOnlySpan<byte> ObjectMembers => default;

    /// <summary>Whether object and attributes say when they were made.</summary>
    public virtual bool HasTimestamps => false;

    /// <summary>Whether values that MISP does not take for their type become texts, and whole numbers and booleans are written as MISP wants them.</summary>
    public virtual bool ChecksValues => false;

    /// <summary>Whether <see cref="KindOf"/> goes by the field alone.</summary>
    public virtual bool IsSteady => true;

    /// <summary>What a field becomes; <see langword="null"/> where it is left out.</summary>
    public abstract MispAttributeKind? KindOf(Event message, string field);
}
