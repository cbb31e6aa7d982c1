using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>What a thread needs while it runs rules, used again for each event.</summary>
internal sealed class SieveScratch
{
    [ThreadStatic]
    private static SieveScratch? _current;

    private SieveVariable[] _variables = [];
    private readonly Utf8Buffer _values = new();

    public static SieveScratch Current => _current ??= new SieveScratch();

    /// <summary>A value's text form.</summary>
    public Utf8Buffer Text { get; } = new();

    public void Reset(int variables)
    {
        _values.Clear();
        if (_variables.Length < variables)
            _variables = new SieveVariable[variables];
        Array.Clear(_variables);
    }

    public void Remember(int variable, FieldValue value)
    {
        _variables[variable] = new SieveVariable(value.Kind, _values.Length, value.Utf8.Length);
        _values.Append(value.Utf8);
    }

    /// <summary>A variable's value; missing where it has none yet.</summary>
    public FieldValue Recall(int variable)
    {
        SieveVariable found = _variables[variable];
        return FieldValue.Of(found.Kind, _values.Slice(found.Start, found.Length));
    }

    private readonly record struct SieveVariable(FieldValueKind Kind, int Start, int Length);
}
