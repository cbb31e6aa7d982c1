using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>Writes what the attributes of a parameter declare.</summary>
internal static class RuleCode
{
    public static string Of(IPropertySymbol property, ITypeSymbol type, string meaning, bool isNullable, string shown, List<Mistake> mistakes)
    {
        var members = new List<string> { $"Summary = {Names.Literal(meaning)}" };
        if (isNullable)
            members.Add("IsNullable = true");
        if (property.Attribute("Unit")?.ConstructorArguments[0].Value is string unit)
            members.Add($"Unit = {Names.Literal(unit)}");
        if (property.Attribute("Reaches")?.ConstructorArguments[0].Value is int outside)
            members.Add($"Reaches = (global::IntelMQ.Bots.Outside){outside}");
        if (property.Attribute("Required") is { } required)
            AddRequired(property, type, isNullable, required, shown, members, mistakes);
        if (property.Attribute("Range") is { } range)
            AddRange(property, type, range, shown, members, mistakes);
        if (property.Attribute("AllowedValues") is { } allowed)
            AddAllowed(property, type, allowed, shown, members, mistakes);
        return string.Join(", ", members);
    }

    private static void AddRequired(IPropertySymbol property, ITypeSymbol type, bool isNullable, AttributeData required, string shown, List<string> members, List<Mistake> mistakes)
    {
        string advice = required.ConstructorArguments[0].Value as string ?? "";
        if (type.IsValueType && !isNullable)
            mistakes.Add(Mistake.At(Rules.WrongRule, property, shown, "[Required] has no effect on a value that is always there; make the property nullable"));
        else if (advice.Length == 0 || advice.EndsWith(".", StringComparison.Ordinal))
            mistakes.Add(Mistake.At(Rules.WrongRule, property, shown, "[Required] needs advice without a full stop, such as \"name the file of rules\""));
        members.Add($"Required = {Names.Literal(advice)}");
    }

    private static void AddRange(IPropertySymbol property, ITypeSymbol type, AttributeData range, string shown, List<string> members, List<Mistake> mistakes)
    {
        double minimum = range.ConstructorArguments[0].Value as double? ?? double.NegativeInfinity;
        double maximum = range.ConstructorArguments.Length > 1 && range.ConstructorArguments[1].Value is double given ? given : double.PositiveInfinity;
        if (!Forms.IsNumber(type) && !Forms.IsTimeSpan(type))
            mistakes.Add(Mistake.At(Rules.WrongRule, property, shown, "[Range] fits numbers and time spans only"));
        else if (!(minimum <= maximum))
            mistakes.Add(Mistake.At(Rules.WrongRule, property, shown, "[Range] has a smallest value above its largest"));
        if (!double.IsInfinity(minimum))
            members.Add($"Minimum = {Names.Literal(minimum)}");
        if (!double.IsInfinity(maximum))
            members.Add($"Maximum = {Names.Literal(maximum)}");
        if (range.Named("MinimumIsExclusive") is true)
            members.Add("MinimumIsExclusive = true");
    }

    private static void AddAllowed(IPropertySymbol property, ITypeSymbol type, AttributeData allowed, string shown, List<string> members, List<Mistake> mistakes)
    {
        string[] values = allowed.ConstructorArguments[0].Texts();
        if (type.SpecialType != SpecialType.System_String && !type.IsNamed("TextList"))
            mistakes.Add(Mistake.At(Rules.WrongRule, property, shown, "[AllowedValues] fits texts and lists of texts only; an enumeration says its values itself"));
        else if (values.Length == 0)
            mistakes.Add(Mistake.At(Rules.WrongRule, property, shown, "[AllowedValues] allows nothing"));
        members.Add($"AllowedValues = {Names.Literals(values)}");
    }
}
