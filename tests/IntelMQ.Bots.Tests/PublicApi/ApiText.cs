using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace IntelMQ.Bots.Tests.PublicApi;

/// <summary>All that a user of an assembly can name: types and members in C#'s words, sorted, one in each line.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetTypes().Where(IsSeen).OrderBy(ApiNames.Of, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsSeen(Type type)
        => type.IsNested ? IsSeen(type.DeclaringType!) && (type.IsNestedPublic || ((type.IsNestedFamily || type.IsNestedFamORAssem) && !type.DeclaringType!.IsSealed)) : type.IsPublic;

    private static bool IsSeen(MethodBase? method)
        => method is not null && (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed));

    private static string Head(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {ApiNames.Of(new NullabilityInfoContext().Create(invoke.ReturnParameter))} {ApiNames.Of(type)}({ApiNames.Parameters(invoke.GetParameters())}){ApiNames.Constraints(type.GetGenericArguments())}";
        }

        IEnumerable<Type> inherited = type.IsEnum ? [] : type.GetInterfaces().Where(face => face.IsVisible && type.BaseType?.GetInterfaces().Contains(face) != true);
        string[] bases = [.. inherited.Select(ApiNames.Of).Order(StringComparer.Ordinal)];
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object))
            bases = [ApiNames.Of(parent), .. bases];
        return $"{Kind(type)} {ApiNames.Of(type)}{(bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}")}{ApiNames.Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type)
    {
        string record = type.GetMethod("PrintMembers", Declared) is not null ? "record " : "";
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{record}struct";
        return $"{(type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}{record}class";
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (FieldInfo field in type.GetFields(Declared).Where(field => !field.IsSpecialName && (field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !type.IsSealed))))
        {
            string way = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";
            yield return type.IsEnum
                ? $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
                : $"{(field.IsPublic ? "" : "protected ")}{way}{ApiNames.Of(new NullabilityInfoContext().Create(field))} {field.Name}{(field.IsLiteral ? $" = {ApiNames.Value(field.GetRawConstantValue())}" : "")}";
        }

        foreach (ConstructorInfo constructor in type.GetConstructors(Declared).Where(static constructor => !constructor.IsStatic && IsSeen(constructor)))
            yield return $"{Access(constructor)}new({ApiNames.Parameters(constructor.GetParameters())})";

        foreach (PropertyInfo property in type.GetProperties(Declared))
        {
            MethodInfo? get = IsSeen(property.GetMethod) ? property.GetMethod : null;
            MethodInfo? set = IsSeen(property.SetMethod) ? property.SetMethod : null;
            if ((get ?? set) is not { } first || property.IsDefined(typeof(CompilerGeneratedAttribute)))
                continue;
            string name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{ApiNames.Parameters(index)}]" : property.Name;
            bool isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
            string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
            string setter = set is null ? "" : $"{(get is null || get.IsPublic == set.IsPublic ? "" : Access(set))}{(isInit ? "init" : "set")}; ";
            yield return $"{Access(first)}{required}{Modifiers(first)}{Reference(first)}{ApiNames.Of(new NullabilityInfoContext().Create(property))} {name} {{ {(get is null ? "" : "get; ")}{setter}}}";
        }

        foreach (EventInfo one in type.GetEvents(Declared).Where(static one => IsSeen(one.AddMethod)))
            yield return $"{Access(one.AddMethod!)}{Modifiers(one.AddMethod!)}event {ApiNames.Of(one.EventHandlerType!)} {one.Name}";

        foreach (MethodInfo method in type.GetMethods(Declared).Where(static method => IsSeen(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute))))
        {
            if (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal))
                continue;
            Type[] generics = method.GetGenericArguments();
            yield return $"{Access(method)}{Modifiers(method)}{Reference(method)}{ApiNames.Of(new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}{ApiNames.Generics(generics)}({ApiNames.Parameters(method.GetParameters())}){ApiNames.Constraints(generics)}";
        }
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Reference(MethodInfo method)
        => !method.ReturnType.IsByRef ? "" : method.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "ref readonly " : "ref ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
            return method.IsStatic ? "static " : method.IsAbstract ? "" : "virtual ";
        if (method.IsStatic)
            return "static ";
        if (method.GetBaseDefinition() != method)
            return method.IsFinal ? "sealed override " : method.IsAbstract ? "abstract override " : "override ";
        return method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }
}
