using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>==</c> and <c>:in</c> with texts; what is no text is equal to none.</summary>
internal sealed class TextInCondition(SieveKey key, byte[][] texts) : SieveCondition
{
    private const int Few = 4;

    private readonly Utf8Map<bool>? _map = texts.Length > Few ? MapOf(texts) : null;

    public SieveKey Key => key;

    public byte[][] Texts => texts;

    public override IndexTest? FirstTest => IndexTest.OfTexts(key, texts);

    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.Kind != FieldValueKind.Text)
            return false;
        if (_map is not null)
            return _map.TryGet(value.Utf8, out _);
        foreach (byte[] text in texts)
        {
            if (value.Utf8.SequenceEqual(text))
                return true;
        }

        return false;
    }

    private static Utf8Map<bool> MapOf(byte[][] texts)
    {
        var map = new Utf8Map<bool>();
        foreach (byte[] text in texts)
        {
            if (!map.TryGet(text, out _))
                map.Add(text, true);
        }

        return map;
    }
}

/// <summary><c>!=</c> with a text: true where the field is absent, or holds something else.</summary>
internal sealed class TextNotEqualCondition(SieveKey key, byte[] text) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        return value.Kind != FieldValueKind.Text || !value.Utf8.SequenceEqual(text);
    }
}

/// <summary><c>==</c>, <c>!=</c> and <c>:in</c> with variables, by value: a number is compared with numbers.</summary>
internal sealed class VariableInCondition(SieveKey key, SieveOperand[] operands, bool isNegated) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            return isNegated;
        foreach (SieveOperand operand in operands)
        {
            if (SieveValues.AreEqual(value, operand.Read(ref state)))
                return !isNegated;
        }

        return isNegated;
    }
}

/// <summary><c>:contains</c> and <c>:containsany</c>; only the former makes a text of what is none.</summary>
internal sealed class ContainsCondition(SieveKey key, SieveOperand[] operands, bool convert, SievePosition position) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            return false;
        if (!convert && value.Kind != FieldValueKind.Text)
            throw new SieveRuntimeException(position, $"the value of {key.FixedName} is no text, which :containsany needs; :contains takes any value.");
        ReadOnlySpan<byte> text = SieveValues.TextOf(value, ref state);
        foreach (SieveOperand operand in operands)
        {
            if (text.IndexOf(operand.ReadText(ref state)) >= 0)
                return true;
        }

        return false;
    }
}
