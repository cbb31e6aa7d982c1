using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A value of a rule: one that is written there, or a variable's.</summary>
internal sealed class SieveOperand
{
    private readonly FieldValueKind _kind;
    private readonly byte[] _utf8;
    private readonly int _variable;

    public SieveOperand(SievePosition position, FieldValueKind kind, byte[] utf8)
    {
        Position = position;
        (_kind, _utf8, _variable, Name) = (kind, utf8, -1, "");
    }

    public SieveOperand(SievePosition position, string name, int variable)
    {
        Position = position;
        (_utf8, _variable, Name) = ([], variable, name);
    }

    public SievePosition Position { get; }

    /// <summary>The variable's name without <c>$</c>.</summary>
    public string Name { get; }

    public bool IsVariable => _variable >= 0;

    public FieldValueKind Kind => _kind;

    public byte[] Utf8 => _utf8;

    /// <exception cref="SieveRuntimeException">The variable has no value.</exception>
    public FieldValue Read(ref SieveState state)
    {
        if (_variable < 0)
            return FieldValue.Of(_kind, _utf8);
        FieldValue value = state.Scratch.Recall(_variable);
        return value.IsMissing ? throw new SieveRuntimeException(Position, $"the variable ${Name} has no value yet.") : value;
    }

    /// <exception cref="SieveRuntimeException">The variable has no value, or one that is no text.</exception>
    public ReadOnlySpan<byte> ReadText(ref SieveState state)
    {
        FieldValue value = Read(ref state);
        return value.Kind == FieldValueKind.Text ? value.Utf8 : throw new SieveRuntimeException(Position, $"the variable ${Name} holds no text, which is needed here.");
    }
}
