using IntelMQ.Export;

namespace IntelMQ.Misp.Events;

/// <summary>UUIDs that are made of what they name, so that what is sent twice has the same one.</summary>
internal static class MispUuid
{
    /// <summary>The namespace of what has no other above it.</summary>
    public static Guid Root { get; } = new("6f0c9d1e-6b0f-5a53-9a4a-2f6b5d9d7c11");

    /// <summary>The UUID of a name within a namespace.</summary>
    /// <param name="space">The namespace, such as the event that an object is in.</param>
    /// <param name="name">The name, UTF-8.</param>
    public static Guid Of(Guid space, ReadOnlySpan<byte> name) => NameUuid.Of(space, name);

    /// <summary>The UUID of a name within a namespace.</summary>
    public static Guid Of(Guid space, string name) => NameUuid.Of(space, name);
}
