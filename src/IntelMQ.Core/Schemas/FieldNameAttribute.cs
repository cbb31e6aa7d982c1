namespace IntelMQ.Schemas;

/// <summary>
/// Says that a parameter takes a field's name, so that a literal there is compared with the names of the fields: rule IMQ101 warns of one that
/// is no field's but near one.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FieldNameAttribute : Attribute;
