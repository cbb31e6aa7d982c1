namespace IntelMQ.Bots.Sieve.Syntax;

/// <summary>A rule file as it was read.</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Tokens">All of it but blanks, comments included.</param>
/// <param name="Statements">What it says.</param>
/// <param name="StatementStarts">Where in the text statements begin.</param>
internal sealed record SieveSource(string Text, IReadOnlyList<SieveToken> Tokens, IReadOnlyList<StatementSyntax> Statements, IReadOnlySet<int> StatementStarts);

internal abstract record StatementSyntax(SieveRange Range);

internal sealed record IfSyntax(SieveRange Range, IReadOnlyList<BranchSyntax> Branches) : StatementSyntax(Range);

/// <summary>One of <c>if</c>, <c>elif</c>, <c>else</c>; the last has no condition.</summary>
internal sealed record BranchSyntax(SieveRange Header, ExpressionSyntax? Condition, IReadOnlyList<StatementSyntax> Body);

internal sealed record FlowSyntax(SieveRange Range, bool IsDrop) : StatementSyntax(Range);

internal sealed record PathSyntax(SieveRange Range, IReadOnlyList<ValueSyntax> Paths) : StatementSyntax(Range);

internal enum AssignVerb : byte
{
    Add,
    ForceAdd,
    Update,
}

internal sealed record AssignSyntax(SieveRange Range, AssignVerb Verb, KeySyntax Key, string Operator, ValueSyntax Value) : StatementSyntax(Range);

internal sealed record RemoveSyntax(SieveRange Range, KeySyntax Key) : StatementSyntax(Range);

internal sealed record AppendSyntax(SieveRange Range, bool IsForced, KeySyntax Key, ValueSyntax Value) : StatementSyntax(Range);

internal sealed record RememberSyntax(SieveRange Range, string Variable, KeySyntax Key) : StatementSyntax(Range);

internal abstract record ExpressionSyntax(SievePosition Position);

internal sealed record OrSyntax(SievePosition Position, IReadOnlyList<ExpressionSyntax> Items) : ExpressionSyntax(Position);

internal sealed record AndSyntax(SievePosition Position, IReadOnlyList<ExpressionSyntax> Items) : ExpressionSyntax(Position);

internal sealed record NotSyntax(SievePosition Position, ExpressionSyntax Item) : ExpressionSyntax(Position);

/// <summary>A key held against values. Lists keep that they are lists; existence has no value.</summary>
internal sealed record MatchSyntax(SievePosition Position, KeySyntax Key, string Operator, bool IsList, IReadOnlyList<ValueSyntax> Values)
    : ExpressionSyntax(Position);

/// <summary>A field's name, or a variable that holds one.</summary>
internal sealed record KeySyntax(SievePosition Position, string Name, bool IsVariable);

internal enum SieveValueKind : byte
{
    Text,
    Number,
    Boolean,
    Variable,
}

/// <summary>A value: the text without quotes, the number as written, <c>true</c> or <c>false</c>, or a variable's name without <c>$</c>.</summary>
internal sealed record ValueSyntax(SievePosition Position, SieveValueKind Kind, string Text);

/// <summary>A part of the text, with the place where it begins.</summary>
internal readonly record struct SieveRange(SievePosition Position, int Start, int End);
