namespace IntelMQ.Bots;

/// <summary>
/// Marks a static partial class as the list of a project's bots: the generator writes its property <c>All</c>, which holds the
/// descriptors of every class with a <see cref="BotAttribute"/>, sorted by module path.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BotListAttribute : Attribute;
