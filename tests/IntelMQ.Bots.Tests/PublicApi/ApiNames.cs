using System.Globalization;
using System.Reflection;

namespace IntelMQ.Bots.Tests.PublicApi;

/// <summary>Types, parameters and values as C# writes them.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsByRef)
            return Of(type.GetElementType()!);
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter)
            return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Of(underlying)}?";
        return type.Namespace is null ? Nested(type) : $"{type.Namespace}.{Nested(type)}";
    }

    /// <summary>A type as a member declares it, with what it says of null.</summary>
    public static string Of(NullabilityInfo declared) => Of(declared.Type, declared);

    /// <summary>Type parameters in angle brackets, or nothing.</summary>
    public static string Generics(IEnumerable<Type> arguments)
    {
        string list = string.Join(", ", arguments.Select(Of));
        return list.Length == 0 ? "" : $"<{list}>";
    }

    public static string Constraints(IEnumerable<Type> parameters)
        => string.Concat(parameters.Select(static parameter =>
        {
            GenericParameterAttributes special = parameter.GenericParameterAttributes;
            bool isStruct = special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            List<string> parts = [];
            if (special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
                parts.Add("class");
            if (isStruct)
                parts.Add("struct");
            parts.AddRange(parameter.GetGenericParameterConstraints().Where(static type => type != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal));
            if (special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
                parts.Add("new()");
            return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
        }));

    public static string Parameters(IEnumerable<ParameterInfo> parameters)
        => string.Join(", ", parameters.Select(static parameter =>
        {
            string way = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
            string many = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(System.Runtime.CompilerServices.ParamCollectionAttribute)) ? "params " : "";
            return $"{many}{way}{Of(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : "")}";
        }));

    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        bool flag => flag ? "true" : "false",
        Enum member => Convert.ToInt64(member, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // What is inside of a type with one of value, such as T?, has no annotation of its own.
    private static string Of(Type type, NullabilityInfo? declared)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, declared);
        if (declared is null || type.IsGenericParameter)
            return Of(type);
        string mark = !type.IsValueType && (declared.ReadState == NullabilityState.Nullable || (declared.ReadState == NullabilityState.Unknown && declared.WriteState == NullabilityState.Nullable)) ? "?" : "";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, declared.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (!type.IsGenericType || type.IsNested || Nullable.GetUnderlyingType(type) is not null)
            return Of(type) + mark;
        Type[] arguments = type.GetGenericArguments();
        string list = string.Join(", ", arguments.Select((argument, i) => Of(argument, declared.GenericTypeArguments.ElementAtOrDefault(i))));
        return $"{(type.Namespace is null ? "" : type.Namespace + ".")}{type.Name.Split('`')[0]}<{list}>{mark}";
    }

    // A nested type's arguments start with those of the types around it.
    private static string Nested(Type type)
    {
        Type[] all = type.GetGenericArguments();
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string own = type.Name.Split('`')[0] + Generics(all.Skip(outer));
        return type.DeclaringType is { } around ? $"{Nested(around)}.{own}" : own;
    }
}
