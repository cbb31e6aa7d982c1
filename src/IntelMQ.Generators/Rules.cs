using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>What can be wrong with a declaration; all of it stops the build.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = Rule("IMQ001", "A declared class is not partial", "{0} must be a partial class, and every class around it too, since the rest of it is generated");
    public static readonly DiagnosticDescriptor WrongBase = Rule("IMQ002", "A bot's base class does not fit its kind", "{0} is declared as BotKind.{1}, so it must derive from {2}");
    public static readonly DiagnosticDescriptor NoConstructor = Rule("IMQ003", "A bot has no constructor that a host can call", "{0} needs a public constructor ({1} options, BotServices services), or (BotServices services) where it has no parameters");
    public static readonly DiagnosticDescriptor BadModule = Rule("IMQ004", "A module path is none", "'{0}' is no module path: it needs names of letters, digits and underscores with dots between them, such as intelmq.bots.experts.taxonomy.expert");
    public static readonly DiagnosticDescriptor SameModule = Rule("IMQ005", "Two bots have one module path", "{0} has the module path '{1}', which {2} has too");
    public static readonly DiagnosticDescriptor NoSummary = Rule("IMQ006", "A bot does not say in a sentence what it does", "{0} must say what it does in a sentence of at most 200 characters that ends with a full stop: as its <summary>, or as Summary of its attribute");
    public static readonly DiagnosticDescriptor BadType = Rule("IMQ007", "A property's type cannot be a parameter's", "{0} is a {1}, which cannot be read from configuration: use bool, int, long, double, string, TimeSpan, an enumeration, a list or map of those, or a type that implements IParameterValue");
    public static readonly DiagnosticDescriptor NoComment = Rule("IMQ008", "A parameter has no documentation comment", "{0} needs a <summary> that says what the parameter means: it is the help that users read");
    public static readonly DiagnosticDescriptor NotSettable = Rule("IMQ009", "A parameter cannot be set", "{0} needs get and set: parameters are set one by one; a property with get alone can only hold an OptionsPart");
    public static readonly DiagnosticDescriptor SameName = Rule("IMQ010", "Two parameters have one name", "{0} is the parameter '{1}', which {2} is too");
    public static readonly DiagnosticDescriptor NoUnit = Rule("IMQ011", "A time span has no unit", "{0} is a time span, so it needs [Unit] with milliseconds, seconds, minutes, hours or days: configuration holds a number");
    public static readonly DiagnosticDescriptor WrongRule = Rule("IMQ012", "A rule does not fit its parameter", "{0}: {1}");
    public static readonly DiagnosticDescriptor NotCreatable = Rule("IMQ013", "An options class cannot be made", "{0} must not be generic, and needs a constructor without parameters where it is not abstract");

    public static IReadOnlyDictionary<string, DiagnosticDescriptor> ById { get; } = new[]
    {
        NotPartial, WrongBase, NoConstructor, BadModule, SameModule, NoSummary, BadType, NoComment, NotSettable, SameName, NoUnit, WrongRule, NotCreatable,
    }.ToDictionary(static rule => rule.Id, StringComparer.Ordinal);

    private static DiagnosticDescriptor Rule(string id, string title, string message)
        => new(id, title, message, "IntelMQ", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
